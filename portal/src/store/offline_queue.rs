//! The offline queues (contract §3.6).

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension as _, Result, params, params_from_iter};
use serde_json::{Value, json};

use super::condition::Condition;
use crate::clock;

/// Reserved rows that nobody clears are deleted after so many seconds.
const RESERVED_LIFE: i64 = 2_952_000;

/// One queue: an application's rows of one connector.
#[derive(Clone, Copy)]
pub struct Queue<'a> {
    pub application: &'a str,
    pub connector: &'a str,
}

impl Queue<'_> {
    /// All its rows.
    pub fn rows(self) -> Condition {
        Condition::equal("application", self.application)
            .and("connector = ?", [Sql::Text(self.connector.to_owned())])
    }

    /// The rows of a reservation; with an empty `process`, those that are free.
    pub fn reserved(self, process: &str) -> Condition {
        self.rows()
            .and("process = ?", [Sql::Text(process.to_owned())])
    }

    /// Adds an event. `false`: the queue had a free row with the same message, which was updated
    /// (§3.6 rule 2).
    pub fn add(
        self,
        db: &Connection,
        event: &str,
        data: &Value,
        user: Option<i64>,
    ) -> Result<bool> {
        delete_outdated(db)?;
        let message = message_id(event, data);
        let new = !self.has_free(db, &message)?;
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
        db.prepare_cached(INSERT)?.execute(values)?;
        Ok(new)
    }

    fn has_free(self, db: &Connection, message: &str) -> Result<bool> {
        let sql = "SELECT id FROM offline
                   WHERE application = ?1 AND connector = ?2 AND message = ?3 AND process = ''";
        let values = params![self.application, self.connector, message];
        let id: Option<i64> = db
            .prepare_cached(sql)?
            .query_row(values, |row| row.get(0))
            .optional()?;
        Ok(id.is_some())
    }

    /// Gives rows of a reservation back as failed. Rows of the same messages that have not failed
    /// are deleted, even if the reservation is unknown.
    pub fn fail(self, db: &Connection, process: String, messages: Vec<Sql>) -> Result<()> {
        let Condition { sql, values } = self.rows().and_in("message", messages);
        let mark = format!(
            "UPDATE OR REPLACE offline SET error = 1, process = '' WHERE {sql} AND process = ?"
        );
        let own = values.iter().cloned().chain([Sql::Text(process)]);
        let transaction = db.unchecked_transaction()?;
        transaction.execute(&mark, params_from_iter(own))?;
        let others = format!("DELETE FROM offline WHERE {sql} AND error = 0");
        transaction.execute(&others, params_from_iter(&values))?;
        transaction.commit()
    }
}

const INSERT: &str =
    "INSERT INTO offline (ts, application, connector, event, data, additional, message)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (message, application, connector, process)
    DO UPDATE SET ts = excluded.ts, data = excluded.data, additional = excluded.additional";

fn delete_outdated(db: &Connection) -> Result<()> {
    let sql = "DELETE FROM offline WHERE process <> '' AND ts < ?1";
    db.prepare_cached(sql)?
        .execute([clock::seconds() - RESERVED_LIFE])?;
    Ok(())
}

/// The same event with the same data is the same message (§3.6 rule 1).
fn message_id(event: &str, data: &Value) -> String {
    format!("{:x}", md5::compute(format!("{event}{data}")))
}
