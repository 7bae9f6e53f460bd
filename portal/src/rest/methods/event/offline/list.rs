//! `event.offline.list`: reads the queue and leaves it as it is.

use serde_json::Value;

use super::filter;
use super::order::order_by;
use super::queue;
use super::row_json;
use crate::rest::answer::Answer;
use crate::rest::method::{Call, MethodResult};
use crate::store::queued_event;

const PAGE_SIZE: i64 = 50;

/// One page of all rows, including those that are reserved or failed.
pub fn run(call: Call<'_>) -> MethodResult {
    let queue = queue(call)?;
    let Call { portal, params, .. } = call;
    let rows = filter::apply(queue.rows(), params, &filter::LIST)?;
    let order = order_by(params, &filter::LIST, "id ASC")?;
    let start = params.start.max(0);
    let page = format!("ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {start}");
    portal.store.with(|db| {
        let total = queued_event::count(db, &rows)?;
        let rows = queued_event::select(db, &rows, &page)?;
        let next = start.saturating_add(PAGE_SIZE);
        Ok(Answer {
            result: Value::Array(rows.iter().map(row_json::for_list).collect()),
            total: Some(total),
            next: (next < total).then_some(next),
        })
    })
}
