//! `filter` of event.offline.get and event.offline.list.

use chrono::DateTime;
use rusqlite::types::Value as Sql;
use serde_json::Value;

use super::unfit;
use crate::answer::Refusal;
use crate::php;
use crate::rest::params::Params;
use crate::store::queue::Queue;

/// What a method allows.
pub struct Allowed {
    /// Name and column.
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
            .ok_or_else(|| unfit(&format!("Filter operation not allowed: {text}")))
    }
}

/// A condition, and the values for its question marks.
pub struct Condition {
    pub sql: String,
    pub values: Vec<Sql>,
}

impl Condition {
    /// All rows of a queue.
    pub fn of(queue: Queue<'_>) -> Self {
        let value = |text: &str| Sql::Text(text.to_owned());
        Self {
            sql: "application = ? AND connector = ?".to_owned(),
            values: vec![value(queue.application), value(queue.connector)],
        }
    }

    /// One more condition that has to hold.
    pub fn and(mut self, sql: &str, values: impl IntoIterator<Item = Sql>) -> Self {
        self.sql = format!("{} AND {sql}", self.sql);
        self.values.extend(values);
        self
    }

    /// What `filter` of a call says, added to this.
    pub fn and_filter(self, params: &Params, allowed: &Allowed) -> Result<Self, Refusal> {
        match params.set("filter") {
            None => Ok(self),
            Some(Value::Array(list)) if list.is_empty() => Ok(self),
            Some(Value::Object(filter)) => {
                filter.iter().try_fold(self, |condition, (key, value)| {
                    condition.and_one(key, value, allowed)
                })
            }
            Some(Value::Array(_)) => Err(unfit("Filter field not allowed: 0")),
            Some(_) => Err(unfit("The filter is not an array.")),
        }
    }

    fn and_one(self, key: &str, value: &Value, allowed: &Allowed) -> Result<Self, Refusal> {
        let at = key
            .find(|letter: char| letter.is_ascii_alphabetic())
            .unwrap_or(key.len());
        let (operation, field) = key.split_at(at);
        let column = allowed.column(field);
        let column = column.ok_or_else(|| unfit(&format!("Filter field not allowed: {field}")))?;
        match (allowed.operation(operation)?, value) {
            ("@", Value::Array(list)) => self.and_in(column, field, list),
            ("@", single) => self.and_in(column, field, std::slice::from_ref(single)),
            ("%", _) => {
                let sql = format!("instr(upper({column}), upper(?)) > 0");
                Ok(self.and(&sql, [Sql::Text(scalar(field, value)?)]))
            }
            (operation, _) => {
                let sign = if operation.is_empty() { "=" } else { operation };
                Ok(self.and(&format!("{column} {sign} ?"), [typed(field, value)?]))
            }
        }
    }

    fn and_in(self, column: &str, field: &str, list: &[Value]) -> Result<Self, Refusal> {
        let values = list
            .iter()
            .map(|value| typed(field, value))
            .collect::<Result<Vec<_>, _>>()?;
        let marks = vec!["?"; values.len()].join(", ");
        Ok(self.and(&format!("{column} IN ({marks})"), values))
    }
}

fn scalar(field: &str, value: &Value) -> Result<String, Refusal> {
    php::text(value).ok_or_else(|| wrong_type(field))
}

fn typed(field: &str, value: &Value) -> Result<Sql, Refusal> {
    let text = scalar(field, value)?;
    match field {
        "ID" | "ERROR" => Ok(Sql::Integer(php::intval(value))),
        "TIMESTAMP_X" => {
            let time = DateTime::parse_from_rfc3339(&text).map_err(|_| wrong_type(field))?;
            Ok(Sql::Integer(time.timestamp()))
        }
        _ => Ok(Sql::Text(text)),
    }
}

fn wrong_type(field: &str) -> Refusal {
    unfit(&format!(
        "The value of an argument '{field}' has an invalid type"
    ))
}
