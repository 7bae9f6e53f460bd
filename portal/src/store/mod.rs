//! The database: what `--data FILE` keeps.

pub mod event_codes;
pub mod handlers;
pub mod queue;
pub mod queued_event;
pub mod tokens;

use std::path::Path;

use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _, Result, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

const SCHEMA: &str = include_str!("schema.sql");

/// SQLite, one connection. A caller that holds it is alone.
pub struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens the file, or an empty database in memory.
    pub fn open(file: Option<&Path>) -> Result<Self> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Runs `work` alone with the connection. `work` must not come back here.
    pub fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.connection.lock())
    }

    /// A setting, if it was ever saved in this shape.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        let read = |db: &Connection| db.query_row(sql, [name], |row| row.get(0)).optional();
        let text: Option<String> = self.with(read)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Saves a setting.
    pub fn save<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
        let text = serde_json::to_string(value).map_err(unfit)?;
        self.with(|db| db.execute(sql, params![name, text]))?;
        Ok(())
    }

    /// Empties everything but the tokens and the setting named.
    pub fn clear(&self, kept: &str) -> Result<()> {
        self.with(|db| {
            db.execute_batch(
                "DELETE FROM handler; DELETE FROM offline; DELETE FROM sqlite_sequence;",
            )?;
            db.execute("DELETE FROM setting WHERE name <> ?1", [kept])?;
            Ok(())
        })
    }
}

/// What cannot be saved.
pub fn unfit(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}
