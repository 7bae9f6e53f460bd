//! What the portal keeps: most of it in the database of `--data FILE`; frames, codes and binds under
//! way only until it ends.

pub mod app_options;
mod authorization_codes;
pub mod condition;
pub mod event_codes;
pub mod event_samples;
mod file;
mod frames;
pub mod handlers;
mod lock;
pub mod objects;
mod offline_queue;
mod pending_binds;
pub mod placements;
pub mod queued_event;
pub mod saved;
pub mod tokens;

use std::error::Error;
use std::path::Path;

use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use condition::Condition;
use lock::Lock;

pub use authorization_codes::AuthorizationCodes;
pub use frames::{Frame, Frames};
pub use offline_queue::Queue;
pub use pending_binds::PendingBinds;

/// The SQLite database: one connection, used by one caller at a time.
pub struct Store {
    connection: Mutex<Connection>,
    // given back after the connection is closed
    _lock: Option<Lock>,
}

impl Store {
    /// Opens the file, or an empty database in memory.
    pub fn open(file: Option<&Path>) -> std::result::Result<Self, Box<dyn Error + Send + Sync>> {
        let (connection, lock) = file::open(file)?;
        Ok(Self {
            connection: Mutex::new(connection),
            _lock: lock,
        })
    }

    /// Runs `work` with the connection. `work` must not use the store itself: it would wait forever.
    pub fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.connection.lock())
    }

    /// Runs `work` in one transaction: all that it changes is saved, or, after an error, nothing.
    pub fn transaction<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with(|db| {
            let transaction = db.unchecked_transaction()?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    /// Like `transaction`, without waiting for the disk: a power cut may undo it, not the end of the
    /// program.
    pub fn quick_transaction<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with(|db| {
            db.pragma_update(None, "synchronous", "normal")?;
            let transaction = db.unchecked_transaction()?;
            let done = work(&transaction).and_then(|done| transaction.commit().map(|()| done));
            db.pragma_update(None, "synchronous", "full")?;
            done
        })
    }

    /// A setting, if there is one and it can be read as this type.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        self.with(|db| setting(db, name))
    }

    /// Saves a setting.
    pub fn save<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        self.with(|db| save_setting(db, name, value))
    }

    /// The next ID for this kind of object: 1, 2, 3 …
    pub fn next_id(&self, kind: &str) -> Result<i64> {
        // one statement: two callers at once must not get the same ID
        let sql = "INSERT INTO setting (name, value) VALUES (?1, '1')
             ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1
             RETURNING CAST(value AS INTEGER)";
        self.with(|db| db.query_row(sql, [format!("last.{kind}")], |row| row.get(0)))
    }
}

/// A setting, if there is one and it can be read as this type.
pub fn setting<T: DeserializeOwned>(db: &Connection, name: &str) -> Result<Option<T>> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    let read = |row: &Row<'_>| row.get(0);
    let text: Option<String> = db.query_row(sql, [name], read).optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Saves a setting.
pub fn save_setting<T: Serialize>(db: &Connection, name: &str, value: &T) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
    let text = serde_json::to_string(value).map_err(not_storable)?;
    db.execute(sql, params![name, text])?;
    Ok(())
}

/// Deletes all offline rows of an application.
pub fn delete_queues(db: &Connection, application: &str) -> Result<()> {
    queued_event::delete(db, &Condition::equal("application", application))
}

/// Deletes everything except the tokens that are still valid and this setting.
pub fn clear(db: &Connection, kept_setting: &str) -> Result<()> {
    db.execute_batch(
        "DELETE FROM handler; DELETE FROM offline; DELETE FROM object; DELETE FROM placement;
         DELETE FROM sqlite_sequence;",
    )?;
    tokens::delete_expired(db)?;
    db.execute("DELETE FROM setting WHERE name <> ?1", [kept_setting])?;
    Ok(())
}

/// The error for a value that cannot be saved.
pub fn not_storable(error: impl Into<Box<dyn Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}
