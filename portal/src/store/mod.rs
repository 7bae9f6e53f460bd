//! What the portal keeps: most of it in the database of `--data FILE`; frames, codes and binds under
//! way only until it ends.

pub mod app_options;
mod authorization_codes;
pub mod condition;
mod disk;
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
use std::io;
use std::path::Path;

use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use condition::Condition;
use disk::Disk;
use lock::Lock;

pub use authorization_codes::AuthorizationCodes;
pub use frames::{Frame, Frames};
pub use offline_queue::Queue;
pub use pending_binds::PendingBinds;

/// The SQLite database: one connection, used by one caller at a time.
pub struct Store {
    connection: Mutex<Connection>,
    disk: Disk,
    // given back after the connection is closed
    _lock: Option<Lock>,
}

impl Store {
    /// Opens the file, or an empty database in memory.
    pub fn open(file: Option<&Path>) -> std::result::Result<Self, Box<dyn Error + Send + Sync>> {
        let (connection, lock) = file::open(file)?;
        let disk = match file {
            Some(file) => Disk::of(file)?,
            None => Disk::none(),
        };
        // what opening the file has changed
        disk.saved();
        Ok(Self {
            connection: Mutex::new(connection),
            disk,
            _lock: lock,
        })
    }

    /// Runs `work` with the connection. `work` must not use the store itself: it would wait forever.
    pub fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        let db = self.connection.lock();
        let before = db.total_changes();
        let done = work(&db);
        if db.total_changes() != before {
            self.disk.saved();
        }
        done
    }

    /// Waits until all that was saved before has reached the disk. Without it a power cut may undo
    /// that, not the end of the program.
    pub async fn flush(&self) -> io::Result<()> {
        self.disk.flush().await
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

    /// From now on nothing reaches the disk.
    #[cfg(test)]
    pub fn break_disk(&mut self) {
        let failing = || Err(io::Error::other("no space"));
        self.disk = Disk::new(Some(std::sync::Arc::new(failing)));
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    type Failed = Box<dyn Error + Send + Sync>;

    #[tokio::test]
    async fn each_change_is_waited_for_and_nothing_else() -> std::result::Result<(), Failed> {
        let waits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&waits);
        let sync = move || {
            counted.fetch_add(1, Ordering::AcqRel);
            Ok(())
        };
        let mut store = Store::open(None)?;
        store.disk = Disk::new(Some(Arc::new(sync)));
        let read = |db: &Connection| setting::<i64>(db, "a");
        let save = |db: &Connection| save_setting(db, "a", &1);
        for (change, expected) in [(false, 0), (true, 1), (false, 1), (true, 2)] {
            match change {
                true => store.transaction(save)?,
                false => drop(store.transaction(read)?),
            }
            store.flush().await?;
            assert_eq!(waits.load(Ordering::Acquire), expected);
        }
        store.with(save)?;
        store.flush().await?;
        assert_eq!(waits.load(Ordering::Acquire), 3);
        Ok(())
    }
}
