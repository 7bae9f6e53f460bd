//! A row as the methods show it.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Result, Row, params_from_iter};
use serde_json::{Value, json};

use crate::clock;

/// What a selection reads.
const COLUMNS: &str = "id, ts, event, data, additional, message, process, error";

/// A queued event.
pub struct Queued {
    pub id: i64,
    ts: i64,
    event: String,
    data: Value,
    additional: Value,
    message: String,
    process: String,
    error: bool,
}

impl Queued {
    fn read(row: &Row<'_>) -> Result<Self> {
        let json = |text: String| serde_json::from_str(&text).unwrap_or_default();
        Ok(Self {
            id: row.get(0)?,
            ts: row.get(1)?,
            event: row.get(2)?,
            data: json(row.get(3)?),
            additional: json(row.get(4)?),
            message: row.get(5)?,
            process: row.get(6)?,
            error: row.get(7)?,
        })
    }

    /// The rows for which the condition holds.
    pub fn select(db: &Connection, condition: &str, values: &[Sql]) -> Result<Vec<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM offline WHERE {condition}");
        db.prepare(&sql)?
            .query_map(params_from_iter(values), Self::read)?
            .collect()
    }

    /// As event.offline.get shows it.
    pub fn shown(&self) -> Value {
        json!({
            "ID": self.id.to_string(),
            "TIMESTAMP_X": clock::iso(self.ts as f64),
            "EVENT_NAME": self.event,
            "EVENT_DATA": self.data,
            "EVENT_ADDITIONAL": self.additional,
            "MESSAGE_ID": self.message,
        })
    }

    /// As event.offline.list shows it.
    pub fn shown_in_list(&self) -> Value {
        let mut shown = self.shown();
        if let Value::Object(fields) = &mut shown {
            fields.insert("PROCESS_ID".to_owned(), json!(self.process));
            fields.insert("ERROR".to_owned(), json!(u8::from(self.error).to_string()));
        }
        shown
    }
}
