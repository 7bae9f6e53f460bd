//! The placements that applications registered.

use rusqlite::{Connection, Result, params};
use serde_json::Value;

use crate::php::brackets::Tree;

/// One registered placement.
pub struct Placement {
    pub placement: String,
    pub handler: String,
    /// 0: all users.
    pub user: i64,
    /// Title, description, options and langAll.
    pub details: Tree,
}

/// Registers a placement. `false`: it is registered already.
pub fn add(db: &Connection, application: &str, placement: &Placement) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO placement (application, placement, handler, user, details)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let details = Value::Object(placement.details.clone()).to_string();
    let Placement {
        placement,
        handler,
        user,
        ..
    } = placement;
    Ok(db.execute(sql, params![application, placement, handler, user, details])? == 1)
}

/// Removes an application's placements of this code: of one handler and one user, or of all.
/// Returns their number.
pub fn remove(
    db: &Connection,
    application: &str,
    placement: &str,
    handler: Option<&str>,
    user: Option<i64>,
) -> Result<usize> {
    let sql = "DELETE FROM placement WHERE application = ?1 AND placement = ?2
               AND (?3 IS NULL OR handler = ?3) AND (?4 IS NULL OR user = ?4)";
    db.execute(sql, params![application, placement, handler, user])
}

/// Removes all placements of an application.
pub fn remove_all(db: &Connection, application: &str) -> Result<usize> {
    db.execute(
        "DELETE FROM placement WHERE application = ?1",
        [application],
    )
}

/// An application's placements, in order of registration.
pub fn of_application(db: &Connection, application: &str) -> Result<Vec<Placement>> {
    let sql = "SELECT placement, handler, user, details FROM placement
               WHERE application = ?1 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([application], |row| {
        let details: String = row.get(3)?;
        Ok(Placement {
            placement: row.get(0)?,
            handler: row.get(1)?,
            user: row.get(2)?,
            details: serde_json::from_str(&details).unwrap_or_default(),
        })
    })?;
    rows.collect()
}
