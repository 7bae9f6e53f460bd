//! `event.offline.get`: takes events out of the queue, or reserves them.

use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};

use super::filter;
use super::order::order_by;
use super::queue;
use super::row_json;
use crate::error_codes::refusal;
use crate::php;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};
use crate::rest::params::Params;
use crate::secret;
use crate::store::Queue;
use crate::store::condition::Condition;
use crate::store::queued_event::{self, QueuedEvent};

const DEFAULT_LIMIT: i64 = 50;

/// What a call asks for.
struct Query<'a> {
    queue: Queue<'a>,
    clear: bool,
    /// A reservation whose rows are read once more; empty: free rows.
    process: String,
    rows: Condition,
    /// ORDER BY and LIMIT.
    page: String,
}

/// Reads, then deletes or reserves what was read, in one transaction.
pub fn run(call: Call<'_>) -> MethodResult {
    let queue = queue(call)?;
    let Call { portal, params, .. } = call;
    let query = Query::parse(portal, queue, params)?;
    portal.store.with(|db| {
        let transaction = db.unchecked_transaction()?;
        let answer = if query.process.is_empty() {
            query.take_free(&transaction)?
        } else {
            query.read_reserved(&transaction)?
        };
        transaction.commit()?;
        Ok(answer.into())
    })
}

impl<'a> Query<'a> {
    fn parse(portal: &Portal, queue: Queue<'a>, params: &Params) -> Result<Self, Refusal> {
        let clear = params.non_null("clear").map_or(1, php::intval) != 0;
        let switches = portal.switches();
        if !clear && !switches.offline_extended && !switches.self_hosted {
            return Err(refusal("WRONG_LICENSE"));
        }
        let limit = params.non_null("limit").map_or(DEFAULT_LIMIT, php::intval);
        if limit < 1 {
            return Err(Refusal::argument("LIMIT", "Value must be positive integer"));
        }
        let process = params.text("process_id");
        let rows = matching(queue.reserved(&process), params)?;
        let order = order_by(params, &filter::GET, "ts ASC, id ASC")?;
        Ok(Self {
            queue,
            clear,
            process,
            rows,
            page: format!("ORDER BY {order} LIMIT {limit}"),
        })
    }

    /// Reads a reservation once more. Clearing deletes all of it, even rows beyond the limit.
    fn read_reserved(&self, db: &Connection) -> rusqlite::Result<Value> {
        let rows = queued_event::select(db, &self.rows, &self.page)?;
        if self.clear {
            queued_event::delete(db, &self.queue.reserved(&self.process))?;
        }
        Ok(answer(json!(self.process), &rows))
    }

    /// Takes free rows: deletes them, or reserves them under a new process ID.
    fn take_free(&self, db: &Connection) -> rusqlite::Result<Value> {
        let rows = queued_event::select(db, &self.rows, &self.page)?;
        let ids = rows.iter().map(|row| Sql::Integer(row.id)).collect();
        let taken = self.queue.rows().and_in("id", ids);
        if self.clear {
            queued_event::delete(db, &taken)?;
            return Ok(answer(Value::Null, &rows));
        }
        let process = secret::hex(32);
        queued_event::reserve(db, taken, &process)?;
        Ok(answer(json!(process), &rows))
    }
}

/// Adds `error` and `filter`. Failed rows are read only if the call asks for them.
fn matching(rows: Condition, params: &Params) -> Result<Condition, Refusal> {
    let failed = params.non_null("error").map_or(0, php::intval) == 1;
    let rows = rows.and("error = ?", [Sql::Integer(i64::from(failed))]);
    filter::apply(rows, params, &filter::GET)
}

fn answer(process: Value, rows: &[QueuedEvent]) -> Value {
    let events: Vec<Value> = rows.iter().map(row_json::for_get).collect();
    json!({"process_id": process, "events": events})
}
