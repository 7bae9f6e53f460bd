//! The placements that applications registered.

use rusqlite::{Connection, Result, Row, params};
use serde::Serialize;
use serde_json::Value;

use crate::php::brackets::Tree;

/// One registered placement, as `/control/placements` shows it.
#[derive(Serialize)]
pub struct Placement {
    pub id: i64,
    pub application: String,
    pub placement: String,
    pub handler: String,
    /// 0: all users.
    pub user: i64,
    /// Title, description, options and langAll.
    #[serde(flatten)]
    pub details: Tree,
}

impl Placement {
    /// Whether this user sees it.
    pub fn is_for(&self, user: i64) -> bool {
        self.user == 0 || self.user == user
    }
}

const COLUMNS: &str = "id, application, placement, handler, user, details";

fn from_row(row: &Row<'_>) -> Result<Placement> {
    let details: String = row.get(5)?;
    Ok(Placement {
        id: row.get(0)?,
        application: row.get(1)?,
        placement: row.get(2)?,
        handler: row.get(3)?,
        user: row.get(4)?,
        details: serde_json::from_str(&details).unwrap_or_default(),
    })
}

/// Registers a placement; its `id` is ignored. `false`: it is registered already.
pub fn add(db: &Connection, placement: &Placement) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO placement (application, placement, handler, user, details)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let details = Value::Object(placement.details.clone()).to_string();
    let Placement {
        application,
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

/// All placements of all applications, in order of registration.
pub fn all(db: &Connection) -> Result<Vec<Placement>> {
    let sql = format!("SELECT {COLUMNS} FROM placement ORDER BY id");
    db.prepare_cached(&sql)?.query_map([], from_row)?.collect()
}

/// An application's placements, in order of registration.
pub fn of_application(db: &Connection, application: &str) -> Result<Vec<Placement>> {
    let sql = format!("SELECT {COLUMNS} FROM placement WHERE application = ?1 ORDER BY id");
    let mut statement = db.prepare_cached(&sql)?;
    statement.query_map([application], from_row)?.collect()
}
