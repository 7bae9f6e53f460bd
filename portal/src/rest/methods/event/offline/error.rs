//! `event.offline.error`: gives reserved events back as failed.

use serde_json::{Value, json};

use super::ids::message_ids;
use super::queue;
use crate::php;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};

/// The named rows of the reservation become free again and are marked as failed.
pub fn run(call: Call<'_>) -> MethodResult {
    let queue = queue(call)?;
    let Call { portal, params, .. } = call;
    let process = params.non_null("process_id").and_then(php::text);
    let process = process.ok_or_else(|| Refusal::empty("PROCESS_ID"))?;
    let messages = message_ids(params.non_null("message_id").unwrap_or(&Value::Null), None)?;
    if !messages.is_empty() {
        portal.store.with(|db| queue.fail(db, process, messages))?;
    }
    Ok(json!(true).into())
}
