//! `event.offline.error`: gives reserved events back as failed.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Value, json};

use super::clear::items;
use super::filter::Condition;
use crate::answer::{Answer, Refusal};
use crate::php;
use crate::portal::Portal;
use crate::rest::params::Params;
use crate::store::queue::Queue;

/// Rows of the reservation become free and failed; other rows of these messages that have not
/// failed are deleted, even if the reservation is unknown.
pub fn run(portal: &Portal, queue: Queue<'_>, params: &Params) -> Result<Answer, Refusal> {
    let process = params.set("process_id").and_then(php::text);
    let process = process.ok_or_else(|| Refusal::empty("PROCESS_ID"))?;
    let messages = message_ids(params.set("message_id").unwrap_or(&Value::Null), 0)?;
    if !messages.is_empty() {
        portal.store.with(|db| fail(db, queue, process, messages))?;
    }
    Ok(json!(true).into())
}

fn fail(
    db: &Connection,
    queue: Queue<'_>,
    process: String,
    messages: Vec<Sql>,
) -> rusqlite::Result<()> {
    let marks = vec!["?"; messages.len()].join(", ");
    let Condition { sql, values } =
        Condition::of(queue).and(&format!("message IN ({marks})"), messages);
    let mark = format!(
        "UPDATE OR REPLACE offline SET error = 1, process = '' WHERE {sql} AND process = ?"
    );
    let own = values.iter().cloned().chain([Sql::Text(process)]);
    let transaction = db.unchecked_transaction()?;
    transaction.execute(&mark, params_from_iter(own))?;
    let others = format!("DELETE FROM offline WHERE {sql} AND error = 0");
    transaction.execute(&others, params_from_iter(&values))?;
    transaction.commit()
}

/// The ids of a list; `length`: what each must have, 0 for any.
pub fn message_ids(value: &Value, length: usize) -> Result<Vec<Sql>, Refusal> {
    let wrong = || Refusal::argument("MESSAGE_ID", "Value must be array of MESSAGE_ID values");
    let id = |value: &Value| match php::text(value) {
        Some(id) if length == 0 || id.len() == length => Ok(Sql::Text(id)),
        _ => Err(wrong()),
    };
    items(value)
        .ok_or_else(wrong)?
        .into_iter()
        .map(id)
        .collect()
}
