//! `filter` of event.offline.get and event.offline.list.

use rusqlite::types::Value as Sql;
use serde_json::Value;

use super::bad_argument;
use crate::php;
use crate::refusal::Refusal;
use crate::rest::params::Params;
use crate::store::condition::Condition;

/// The fields and operations that a method allows.
pub struct Allowed {
    /// Name and database column.
    pub fields: &'static [(&'static str, &'static str)],
    pub operations: &'static [&'static str],
}

/// Fields of event.offline.get.
pub const GET: Allowed = Allowed {
    fields: &[
        ("ID", "id"),
        ("TIMESTAMP_X", "ts"),
        ("EVENT_NAME", "event"),
        ("MESSAGE_ID", "message"),
    ],
    operations: &["", "=", ">", "<", ">=", "<="],
};

/// Fields of event.offline.list.
pub const LIST: Allowed = Allowed {
    fields: &[
        ("ID", "id"),
        ("TIMESTAMP_X", "ts"),
        ("EVENT_NAME", "event"),
        ("MESSAGE_ID", "message"),
        ("PROCESS_ID", "process"),
        ("ERROR", "error"),
    ],
    operations: &["", "=", ">", "<", ">=", "<=", "@", "%"],
};

impl Allowed {
    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&'static str> {
        self.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, column)| *column)
    }

    fn operation(&self, text: &str) -> Result<&'static str, Refusal> {
        let known = self.operations.iter().find(|known| **known == text);
        known
            .copied()
            .ok_or_else(|| bad_argument(&format!("Filter operation not allowed: {text}")))
    }
}

/// Adds the call's `filter` to a condition.
pub fn apply(rows: Condition, params: &Params, allowed: &Allowed) -> Result<Condition, Refusal> {
    match params.non_null("filter") {
        None => Ok(rows),
        Some(Value::Array(list)) if list.is_empty() => Ok(rows),
        Some(Value::Object(filter)) => filter
            .iter()
            .try_fold(rows, |rows, (key, value)| add(rows, key, value, allowed)),
        Some(Value::Array(_)) => Err(bad_argument("Filter field not allowed: 0")),
        Some(_) => Err(bad_argument("The filter is not an array.")),
    }
}

/// Adds one entry of the filter; its key is an operation and a field, such as `>=ID`.
fn add(rows: Condition, key: &str, value: &Value, allowed: &Allowed) -> Result<Condition, Refusal> {
    let at = key
        .find(|letter: char| letter.is_ascii_alphabetic())
        .unwrap_or(key.len());
    let (operation, field) = key.split_at(at);
    let column = allowed.column(field);
    let column =
        column.ok_or_else(|| bad_argument(&format!("Filter field not allowed: {field}")))?;
    match (allowed.operation(operation)?, value) {
        ("@", Value::Array(list)) => Ok(rows.and_in(column, typed_list(field, list)?)),
        ("@", single) => Ok(rows.and_in(column, vec![typed(field, single)?])),
        ("%", _) => {
            let sql = format!("instr(upper({column}), upper(?)) > 0");
            Ok(rows.and(&sql, [Sql::Text(scalar(field, value)?)]))
        }
        (operation, _) => {
            let sign = if operation.is_empty() { "=" } else { operation };
            Ok(rows.and(&format!("{column} {sign} ?"), [typed(field, value)?]))
        }
    }
}

fn typed_list(field: &str, list: &[Value]) -> Result<Vec<Sql>, Refusal> {
    list.iter().map(|value| typed(field, value)).collect()
}

fn scalar(field: &str, value: &Value) -> Result<String, Refusal> {
    php::text(value).ok_or_else(|| wrong_type(field))
}

fn typed(field: &str, value: &Value) -> Result<Sql, Refusal> {
    let text = scalar(field, value)?;
    match field {
        "ID" | "ERROR" => Ok(Sql::Integer(php::intval(value))),
        "TIMESTAMP_X" => {
            let time = php::strtotime(&text).ok_or_else(|| wrong_type(field))?;
            Ok(Sql::Integer(time))
        }
        _ => Ok(Sql::Text(text)),
    }
}

fn wrong_type(field: &str) -> Refusal {
    bad_argument(&format!(
        "The value of an argument '{field}' has an invalid type"
    ))
}
