//! `event.offline.list`: looks at the queue and leaves it as it is.

use rusqlite::params_from_iter;
use serde_json::Value;

use super::filter::{self, Condition};
use super::order;
use crate::answer::{Answer, Refusal};
use crate::portal::Portal;
use crate::rest::params::Params;
use crate::store::queue::Queue;
use crate::store::queued_event::Queued;

const PAGE: i64 = 50;

/// One page of all rows, the reserved ones and those in error included.
pub fn run(portal: &Portal, queue: Queue<'_>, params: &Params) -> Result<Answer, Refusal> {
    let Condition { sql, values } = Condition::of(queue).and_filter(params, &filter::LIST)?;
    let order = order::read(params, &filter::LIST, "id ASC")?;
    let start = params.start.max(0);
    portal.store.with(|db| {
        let count = format!("SELECT count(*) FROM offline WHERE {sql}");
        let total: i64 = db.query_row(&count, params_from_iter(&values), |row| row.get(0))?;
        let page = format!("{sql} ORDER BY {order} LIMIT {PAGE} OFFSET {start}");
        let rows = Queued::select(db, &page, &values)?;
        let next = start.saturating_add(PAGE);
        Ok(Answer {
            result: Value::Array(rows.iter().map(Queued::shown_in_list).collect()),
            total: Some(total),
            next: (next < total).then_some(next),
        })
    })
}
