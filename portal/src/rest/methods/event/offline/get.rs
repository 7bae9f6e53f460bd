//! `event.offline.get`: takes events out of the queue, or reserves them.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Value, json};

use super::filter::{self, Condition};
use super::order;
use crate::answer::{Answer, Refusal};
use crate::error_codes::refusal;
use crate::php;
use crate::portal::Portal;
use crate::rest::params::Params;
use crate::secret;
use crate::store::queue::Queue;
use crate::store::queued_event::Queued;

const LIMIT: i64 = 50;

/// What a call asks for.
struct Wish {
    clear: bool,
    /// A reservation to read again.
    process: Option<String>,
    limit: i64,
    order: String,
    condition: Condition,
}

/// Reads, then deletes or reserves what was read: one transaction.
pub fn run(portal: &Portal, queue: Queue<'_>, params: &Params) -> Result<Answer, Refusal> {
    let wish = Wish::read(portal, queue, params)?;
    portal.store.with(|db| {
        let transaction = db.unchecked_transaction()?;
        let answer = match &wish.process {
            Some(process) => read_again(&transaction, queue, &wish, process)?,
            None => take(&transaction, &wish)?,
        };
        transaction.commit()?;
        Ok(answer.into())
    })
}

impl Wish {
    fn read(portal: &Portal, queue: Queue<'_>, params: &Params) -> Result<Self, Refusal> {
        let clear = params.set("clear").map_or(1, php::intval) != 0;
        let switches = portal.switches();
        if !clear && !switches.offline_extended && !switches.self_hosted {
            return Err(refusal("WRONG_LICENSE"));
        }
        let limit = params.set("limit").map_or(LIMIT, php::intval);
        if limit < 1 {
            return Err(Refusal::argument("LIMIT", "Value must be positive integer"));
        }
        let process = Some(params.text("process_id")).filter(|process| !process.is_empty());
        let condition = wanted(queue, process.as_deref(), params)?;
        let order = order::read(params, &filter::GET, "ts ASC, id ASC")?;
        Ok(Self {
            clear,
            process,
            limit,
            order,
            condition,
        })
    }

    fn select(&self, db: &Connection) -> rusqlite::Result<Vec<Queued>> {
        let Condition { sql, values } = &self.condition;
        let page = format!("{sql} ORDER BY {} LIMIT {}", self.order, self.limit);
        Queued::select(db, &page, values)
    }
}

/// Rows of the reservation, or free ones; those in error only if they are asked for.
fn wanted(queue: Queue<'_>, process: Option<&str>, params: &Params) -> Result<Condition, Refusal> {
    let failed = params.set("error").map_or(0, php::intval) == 1;
    Condition::of(queue)
        .and(
            "process = ?",
            [Sql::Text(process.unwrap_or_default().to_owned())],
        )
        .and("error = ?", [Sql::Integer(i64::from(failed))])
        .and_filter(params, &filter::GET)
}

/// A reservation once more; clearing deletes all of it, even what lies beyond the limit.
fn read_again(
    db: &Connection,
    queue: Queue<'_>,
    wish: &Wish,
    process: &str,
) -> rusqlite::Result<Value> {
    let rows = wish.select(db)?;
    if wish.clear {
        let sql = "DELETE FROM offline WHERE application = ?1 AND connector = ?2 AND process = ?3";
        db.execute(sql, [queue.application, queue.connector, process])?;
    }
    Ok(shown(json!(process), &rows))
}

/// Free rows: deleted, or marked with a process id of their own.
fn take(db: &Connection, wish: &Wish) -> rusqlite::Result<Value> {
    let rows = wish.select(db)?;
    let ids = rows.iter().map(|row| row.id);
    if wish.clear {
        db.execute(
            &format!("DELETE FROM offline WHERE id IN ({})", marks(&rows)),
            params_from_iter(ids),
        )?;
        return Ok(shown(Value::Null, &rows));
    }
    let process = secret::hex(32);
    // the process id is hexadecimal, so it needs no quoting
    let sql = format!(
        "UPDATE offline SET process = '{process}' WHERE id IN ({})",
        marks(&rows)
    );
    db.execute(&sql, params_from_iter(ids))?;
    Ok(shown(json!(process), &rows))
}

fn marks(rows: &[Queued]) -> String {
    vec!["?"; rows.len()].join(", ")
}

fn shown(process: Value, rows: &[Queued]) -> Value {
    let events: Vec<Value> = rows.iter().map(Queued::shown).collect();
    json!({"process_id": process, "events": events})
}
