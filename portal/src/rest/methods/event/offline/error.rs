//! `event.offline.error`: gives reserved events back as failed.

use serde_json::{Value, json};

use super::ids::message_ids;
use crate::answer::{Answer, Refusal};
use crate::php;
use crate::portal::Portal;
use crate::rest::params::Params;
use crate::store::Queue;

/// The named rows of the reservation become free and failed.
pub fn run(portal: &Portal, queue: Queue<'_>, params: &Params) -> Result<Answer, Refusal> {
    let process = params.set("process_id").and_then(php::text);
    let process = process.ok_or_else(|| Refusal::empty("PROCESS_ID"))?;
    let messages = message_ids(params.set("message_id").unwrap_or(&Value::Null), None)?;
    if !messages.is_empty() {
        portal.store.with(|db| queue.fail(db, process, messages))?;
    }
    Ok(json!(true).into())
}
