//! The registered handlers.

use rusqlite::{Connection, Result, Row, params};
use serde::Serialize;
use serde_json::Value;

/// One registered handler, as `/control/handlers` shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Handler {
    pub id: i64,
    pub application: String,
    pub event: String,
    /// Empty for offline handlers.
    pub handler: String,
    /// The user whose token the handler gets; 0: of whoever causes the event.
    #[serde(rename = "authType")]
    pub user: i64,
    pub offline: bool,
    pub connector: String,
    pub options: Value,
}

const COLUMNS: &str = "id, application, event, handler, user, offline, connector, options";

fn from_row(row: &Row<'_>) -> Result<Handler> {
    let options: String = row.get(7)?;
    Ok(Handler {
        id: row.get(0)?,
        application: row.get(1)?,
        event: row.get(2)?,
        handler: row.get(3)?,
        user: row.get(4)?,
        offline: row.get(5)?,
        connector: row.get(6)?,
        options: serde_json::from_str(&options).unwrap_or_default(),
    })
}

fn select(db: &Connection, condition: &str, value: &str) -> Result<Vec<Handler>> {
    let sql = format!("SELECT {COLUMNS} FROM handler WHERE {condition} ORDER BY id");
    db.prepare_cached(&sql)?
        .query_map([value], from_row)?
        .collect()
}

/// All handlers of all applications, in order of registration.
pub fn all(db: &Connection) -> Result<Vec<Handler>> {
    select(db, "id > ?1", "0")
}

/// An application's handlers, in order of registration.
pub fn of_application(db: &Connection, application: &str) -> Result<Vec<Handler>> {
    select(db, "application = ?1", application)
}

/// The handlers of an event: of one application, or of all.
pub fn of_event(db: &Connection, event: &str, only: Option<&str>) -> Result<Vec<Handler>> {
    let mut handlers = select(db, "event = ?1", event)?;
    if let Some(only) = only {
        handlers.retain(|handler| handler.application == only);
    }
    Ok(handlers)
}

/// Registers a handler; its `id` is ignored. `false`: the same handler is registered already (§3.1).
pub fn add(db: &Connection, handler: &Handler) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO handler (application, event, handler, user, offline, connector, options)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![
        handler.application,
        handler.event,
        handler.handler,
        handler.user,
        handler.offline,
        handler.connector,
        handler.options.to_string(),
    ];
    Ok(db.prepare_cached(sql)?.execute(values)? == 1)
}

/// Removes online handlers of one user, or of all. Returns their number.
pub fn remove_online(
    db: &Connection,
    application: &str,
    event: &str,
    handler: &str,
    user: Option<i64>,
) -> Result<usize> {
    let sql =
        "DELETE FROM handler WHERE application = ?1 AND event = ?2 AND handler = ?3 AND offline = 0
               AND (?4 IS NULL OR user = ?4)";
    db.prepare_cached(sql)?
        .execute(params![application, event, handler, user])
}

/// Removes the offline handler of a connector. Returns the number, 0 or 1.
pub fn remove_offline(
    db: &Connection,
    application: &str,
    event: &str,
    connector: &str,
) -> Result<usize> {
    let sql = "DELETE FROM handler WHERE application = ?1 AND event = ?2 AND connector = ?3 AND offline = 1";
    db.prepare_cached(sql)?
        .execute(params![application, event, connector])
}

/// Removes all handlers of an application.
pub fn remove_all(db: &Connection, application: &str) -> Result<usize> {
    db.prepare_cached("DELETE FROM handler WHERE application = ?1")?
        .execute([application])
}

/// Removes an application's handlers of one event.
pub fn remove_event(db: &Connection, application: &str, event: &str) -> Result<usize> {
    db.prepare_cached("DELETE FROM handler WHERE application = ?1 AND event = ?2")?
        .execute([application, event])
}
