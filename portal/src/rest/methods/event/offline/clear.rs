//! `event.offline.clear`: acknowledges reserved events.

use serde_json::json;

use super::ids::{message_ids, row_ids};
use super::queue;
use crate::php;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};
use crate::rest::params::Params;
use crate::store::condition::Condition;
use crate::store::queued_event;

const MESSAGE_ID_LENGTH: usize = 32;

/// Deletes rows of a reservation: those that the call names, or all of them.
pub fn run(call: Call<'_>) -> MethodResult {
    let queue = queue(call)?;
    let Call { portal, params, .. } = call;
    let process = params.non_null("process_id").and_then(php::text);
    let process = process.ok_or_else(|| Refusal::empty("PROCESS_ID"))?;
    let rows = named(queue.reserved(&process), params)?;
    portal.store.with(|db| queued_event::delete(db, &rows))?;
    Ok(json!(true).into())
}

/// `message_id` wins over `id`. An empty list of either counts as none, so all rows are deleted.
fn named(rows: Condition, params: &Params) -> Result<Condition, Refusal> {
    let (column, ids) = if let Some(value) = params.non_null("message_id") {
        ("message", message_ids(value, Some(MESSAGE_ID_LENGTH))?)
    } else if let Some(value) = params.non_null("id") {
        ("id", row_ids(value)?)
    } else {
        return Ok(rows);
    };
    if ids.is_empty() {
        Ok(rows)
    } else {
        Ok(rows.and_in(column, ids))
    }
}
