//! A WHERE clause, built step by step.

use rusqlite::types::Value;

/// SQL, and the values for its question marks.
pub struct Condition {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Condition {
    /// A column has this value.
    pub fn equal(column: &str, value: &str) -> Self {
        Self {
            sql: format!("{column} = ?"),
            values: vec![Value::Text(value.to_owned())],
        }
    }

    /// One more condition that has to hold.
    pub fn and(mut self, sql: &str, values: impl IntoIterator<Item = Value>) -> Self {
        self.sql = format!("{} AND {sql}", self.sql);
        self.values.extend(values);
        self
    }

    /// A column has one of these values.
    pub fn and_in(self, column: &str, values: Vec<Value>) -> Self {
        let sql = format!("{column} IN (SELECT value FROM json_each(?))");
        self.and(&sql, [list(values)])
    }
}

/// Texts and whole numbers as one value, for `json_each`: SQLite takes 32,766 question marks at most.
pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
    let json = |value| match value {
        Value::Integer(number) => number.into(),
        Value::Text(text) => text.into(),
        _ => serde_json::Value::Null,
    };
    let all: serde_json::Value = values.into_iter().map(json).collect();
    Value::Text(all.to_string())
}
