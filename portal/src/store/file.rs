//! The database file: whose it is, and the way from older versions of it to today's.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Result};
use rusqlite_migration::{M, Migrations};

use super::lock::{self, Lock};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// `application_id` of the portal's files: "bx24".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"bx24");

/// Each step raises `user_version` by one. Files of before the first step have version 0 and the
/// tables of the first step already, hence its IF NOT EXISTS. A step that was released never changes.
const STEPS: &[M<'_>] = &[
    M::up(include_str!("migrations/1-tables.sql")),
    M::up(include_str!("migrations/2-token-application.sql")),
    M::up(include_str!("migrations/3-object.sql")),
    M::up(include_str!("migrations/4-webhooks-allowed.sql")),
    M::up(include_str!("migrations/5-placement.sql")),
    M::up(include_str!("migrations/6-applications.sql")),
];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(STEPS);

/// Opens the file, or an empty database in memory, and brings it to today's version.
pub fn open(file: Option<&Path>) -> std::result::Result<(Connection, Option<Lock>), Error> {
    let Some(file) = file else {
        return Ok((prepare(Connection::open_in_memory()?)?, None));
    };
    let failed = |error| format!("cannot use the data file `{}`: {error}", file.display());
    let (connection, lock) = open_locked(file).map_err(failed)?;
    Ok((connection, Some(lock)))
}

fn open_locked(file: &Path) -> std::result::Result<(Connection, Lock), Error> {
    if file.is_dir() {
        return Err("it is a directory; give the name of a file in it".into());
    }
    let lock = Lock::take(file)?;
    lock::open(file)?;
    let connection = prepare(Connection::open(file)?).map_err(explain)?;
    Ok((connection, lock))
}

/// Says what to do about a file that SQLite cannot read.
fn explain(error: Error) -> Error {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    let code = error
        .downcast_ref::<rusqlite::Error>()
        .and_then(rusqlite::Error::sqlite_error_code);
    match code {
        Some(NotADatabase) => "it is not a database; give a file that does not exist yet".into(),
        Some(DatabaseCorrupt) => damaged(&error.to_string()),
        _ => error,
    }
}

fn damaged(how: &str) -> Error {
    format!("it is damaged ({how}); move it away, and a new one is made").into()
}

fn prepare(mut connection: Connection) -> std::result::Result<Connection, Error> {
    check_owner(&connection)?;
    check_pages(&connection)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // a transaction does not wait for the disk: its answer does, with others
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if usize::try_from(version).is_ok_and(|version| version > STEPS.len()) {
        return Err(format!(
            "its version is `{version}`, and this program knows versions up to `{}`; use a newer \
             bx24-portal, or another file",
            STEPS.len()
        )
        .into());
    }
    MIGRATIONS.to_latest(&mut connection)?;
    Ok(connection)
}

/// Refuses the file of another program before anything is written to it.
fn check_owner(db: &Connection) -> std::result::Result<(), Error> {
    let id: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let own =
        id == APPLICATION_ID || (id == 0 && (has_table(db, "%")? == has_table(db, "offline")?));
    if own {
        Ok(())
    } else {
        Err(format!(
            "it belongs to another program (application_id `{id}`); give a file that does not exist yet"
        )
        .into())
    }
}

/// Reads the whole file once: damage is found now, not by a later call.
fn check_pages(db: &Connection) -> std::result::Result<(), Error> {
    let found: String = db.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    match found.as_str() {
        "ok" => Ok(()),
        other => Err(damaged(other)),
    }
}

/// Whether there is a table with such a name; `%` stands for any.
fn has_table(db: &Connection, name: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name LIKE ?1 LIMIT 1";
    let found: Option<i64> = db.query_row(sql, [name], |row| row.get(0)).optional()?;
    Ok(found.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_valid() {
        assert!(MIGRATIONS.validate().is_ok());
    }
}
