//! A row of an offline queue.

use rusqlite::{Connection, Result, Row, params_from_iter};
use serde_json::Value;

use super::condition::Condition;

const COLUMNS: &str = "id, ts, event, data, additional, message, process, error";

/// A queued event.
pub struct QueuedEvent {
    pub id: i64,
    /// When it was queued or last updated, in unix seconds.
    pub ts: i64,
    pub event: String,
    pub data: Value,
    pub additional: Value,
    pub message: String,
    /// The reservation; empty while the row is free.
    pub process: String,
    /// A consumer gave it back as failed.
    pub error: bool,
}

impl QueuedEvent {
    fn from_row(row: &Row<'_>) -> Result<Self> {
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
}

/// The rows for which the condition holds; `page` is the ORDER BY and LIMIT part.
pub fn select(db: &Connection, condition: &Condition, page: &str) -> Result<Vec<QueuedEvent>> {
    let Condition { sql, values } = condition;
    let sql = format!("SELECT {COLUMNS} FROM offline WHERE {sql} {page}");
    db.prepare(&sql)?
        .query_map(params_from_iter(values), QueuedEvent::from_row)?
        .collect()
}

/// The number of rows for which the condition holds.
pub fn count(db: &Connection, condition: &Condition) -> Result<i64> {
    let Condition { sql, values } = condition;
    let sql = format!("SELECT count(*) FROM offline WHERE {sql}");
    db.query_row(&sql, params_from_iter(values), |row| row.get(0))
}

/// Deletes the rows for which the condition holds.
pub fn delete(db: &Connection, condition: &Condition) -> Result<()> {
    let Condition { sql, values } = condition;
    let sql = format!("DELETE FROM offline WHERE {sql}");
    db.execute(&sql, params_from_iter(values))?;
    Ok(())
}

/// Reserves the rows for which the condition holds.
pub fn reserve(db: &Connection, condition: Condition, process: &str) -> Result<()> {
    let Condition { sql, values } = condition;
    let sql = format!("UPDATE offline SET process = ? WHERE {sql}");
    let values = [process.to_owned().into()].into_iter().chain(values);
    db.execute(&sql, params_from_iter(values))?;
    Ok(())
}
