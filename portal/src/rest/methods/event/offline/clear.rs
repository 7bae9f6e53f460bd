//! `event.offline.clear`: acknowledges reserved events.

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};

use super::error::message_ids;
use super::filter::Condition;
use crate::answer::{Answer, Refusal};
use crate::php;
use crate::portal::Portal;
use crate::rest::params::Params;
use crate::store::queue::Queue;

/// Deletes rows of a reservation: those named, or all of them. `message_id` beats `id`.
pub fn run(portal: &Portal, queue: Queue<'_>, params: &Params) -> Result<Answer, Refusal> {
    let process = params.set("process_id").and_then(php::text);
    let process = process.ok_or_else(|| Refusal::empty("PROCESS_ID"))?;
    let condition = Condition::of(queue).and("process = ?", [Sql::Text(process)]);
    let condition = named(condition, params)?;
    let sql = format!("DELETE FROM offline WHERE {}", condition.sql);
    portal
        .store
        .with(|db| db.execute(&sql, params_from_iter(&condition.values)))?;
    Ok(json!(true).into())
}

/// An empty list names nothing, and so restricts nothing.
fn named(condition: Condition, params: &Params) -> Result<Condition, Refusal> {
    let (column, values) = if let Some(value) = params.set("message_id") {
        ("message", message_ids(value, 32)?)
    } else if let Some(value) = params.set("id") {
        ("id", ids(value)?)
    } else {
        return Ok(condition);
    };
    if values.is_empty() {
        return Ok(condition);
    }
    let marks = vec!["?"; values.len()].join(", ");
    Ok(condition.and(&format!("{column} IN ({marks})"), values))
}

fn ids(value: &Value) -> Result<Vec<Sql>, Refusal> {
    let wrong = || Refusal::argument("ID", "Value must be array of integers");
    let id = |value: &Value| match php::intval(value) {
        id if id > 0 => Ok(Sql::Integer(id)),
        _ => Err(wrong()),
    };
    items(value)
        .ok_or_else(wrong)?
        .into_iter()
        .map(id)
        .collect()
}

/// The items of a PHP array.
pub fn items(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(list) => Some(list.iter().collect()),
        Value::Object(map) => Some(map.values().collect()),
        _ => None,
    }
}
