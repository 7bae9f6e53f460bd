//! What the portal keeps: most of it in the database of `--data FILE`; frames, codes and binds under
//! way only until it ends.

pub mod app_options;
mod authorization_codes;
pub mod condition;
pub mod event_codes;
mod file;
mod frames;
pub mod handlers;
mod offline_queue;
mod pending_binds;
pub mod queued_event;
pub mod tokens;

use std::error::Error;
use std::path::Path;

use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _, Result, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use condition::Condition;

pub use authorization_codes::AuthorizationCodes;
pub use frames::{Frame, Frames};
pub use offline_queue::Queue;
pub use pending_binds::PendingBinds;

/// The SQLite database: one connection, used by one caller at a time.
pub struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens the file, or an empty database in memory.
    pub fn open(file: Option<&Path>) -> std::result::Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self {
            connection: Mutex::new(file::open(file)?),
        })
    }

    /// Runs `work` with the connection. `work` must not use the store itself: it would wait forever.
    pub fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.connection.lock())
    }

    /// A setting, if there is one and it can be read as this type.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        let read = |db: &Connection| db.query_row(sql, [name], |row| row.get(0)).optional();
        let text: Option<String> = self.with(read)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Saves a setting.
    pub fn save<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
        let text = serde_json::to_string(value).map_err(not_storable)?;
        self.with(|db| db.execute(sql, params![name, text]))?;
        Ok(())
    }

    /// The next ID for this kind of object: 1, 2, 3 …
    pub fn next_id(&self, kind: &str) -> Result<i64> {
        // one statement: two callers at once must not get the same ID
        let sql = "INSERT INTO setting (name, value) VALUES (?1, '1')
             ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1
             RETURNING CAST(value AS INTEGER)";
        self.with(|db| db.query_row(sql, [format!("last.{kind}")], |row| row.get(0)))
    }

    /// Deletes all offline rows of an application.
    pub fn delete_queues(&self, application: &str) -> Result<()> {
        let rows = Condition::equal("application", application);
        self.with(|db| queued_event::delete(db, &rows))
    }

    /// Deletes everything except the tokens and this setting.
    pub fn clear(&self, kept_setting: &str) -> Result<()> {
        self.with(|db| {
            db.execute_batch(
                "DELETE FROM handler; DELETE FROM offline; DELETE FROM sqlite_sequence;",
            )?;
            db.execute("DELETE FROM setting WHERE name <> ?1", [kept_setting])?;
            Ok(())
        })
    }
}

/// The error for a value that cannot be saved.
pub fn not_storable(error: impl Into<Box<dyn Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}
