//! What is in a queue.

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use serde_json::{Value, json};

use crate::clock;
use crate::rest::credential::Caller;

/// Reserved rows that nobody clears are dropped after so many seconds.
const RESERVED_LIFE: i64 = 2_952_000;

/// One queue: an application's rows of one connector.
#[derive(Clone, Copy)]
pub struct Queue<'a> {
    pub application: &'a str,
    pub connector: &'a str,
}

impl<'a> Queue<'a> {
    /// The one that a call means.
    pub fn of(caller: &'a Caller) -> Self {
        Self {
            application: &caller.application,
            connector: &caller.connector,
        }
    }

    /// Adds an event. `false`: a free row of the same message took it up (rule 2).
    pub fn add(
        self,
        db: &Connection,
        event: &str,
        data: &Value,
        user: Option<i64>,
    ) -> Result<bool> {
        purge(db)?;
        let message = message_id(event, data);
        let new = self.free(db, &message)?.is_none();
        let sql = "INSERT INTO offline (ts, application, connector, event, data, additional, message)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (message, application, connector, process)
                   DO UPDATE SET ts = excluded.ts, data = excluded.data, additional = excluded.additional";
        let additional = json!({"user_id": user.map_or(json!(0), |user| json!(user.to_string()))});
        let values = params![
            clock::seconds(),
            self.application,
            self.connector,
            event,
            data.to_string(),
            additional.to_string(),
            message,
        ];
        db.prepare_cached(sql)?.execute(values)?;
        Ok(new)
    }

    fn free(self, db: &Connection, message: &str) -> Result<Option<i64>> {
        let sql = "SELECT id FROM offline
                   WHERE application = ?1 AND connector = ?2 AND message = ?3 AND process = ''";
        let values = params![self.application, self.connector, message];
        db.prepare_cached(sql)?
            .query_row(values, |row| row.get(0))
            .optional()
    }
}

fn purge(db: &Connection) -> Result<()> {
    let sql = "DELETE FROM offline WHERE process <> '' AND ts < ?1";
    db.prepare_cached(sql)?
        .execute([clock::seconds() - RESERVED_LIFE])?;
    Ok(())
}

/// Rule 1: the same event of the same object is the same message.
fn message_id(event: &str, data: &Value) -> String {
    format!("{:x}", md5::compute(format!("{event}{data}")))
}
