//! Lists of IDs among the parameters of event.offline.clear and event.offline.error.

use rusqlite::types::Value as Sql;
use serde_json::Value;

use crate::php;
use crate::refusal::Refusal;

/// The row IDs of `id`.
pub fn row_ids(value: &Value) -> Result<Vec<Sql>, Refusal> {
    let wrong = || Refusal::argument("ID", "Value must be array of integers");
    let id = |value: &Value| match php::intval(value) {
        id if id > 0 => Ok(Sql::Integer(id)),
        _ => Err(wrong()),
    };
    php::items(value)
        .ok_or_else(wrong)?
        .into_iter()
        .map(id)
        .collect()
}

/// The message IDs of `message_id`, each of this length; `None` allows any.
pub fn message_ids(value: &Value, length: Option<usize>) -> Result<Vec<Sql>, Refusal> {
    let wrong = || Refusal::argument("MESSAGE_ID", "Value must be array of MESSAGE_ID values");
    let id = |value: &Value| match php::text(value) {
        Some(id) if length.is_none_or(|length| id.len() == length) => Ok(Sql::Text(id)),
        _ => Err(wrong()),
    };
    php::items(value)
        .ok_or_else(wrong)?
        .into_iter()
        .map(id)
        .collect()
}
