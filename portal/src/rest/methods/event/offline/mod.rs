//! The queues of offline events and their methods (contract §3.6).

mod clear;
mod error;
mod filter;
mod get;
mod ids;
mod list;
mod order;
mod shown;

use crate::answer::{Answer, Refusal};
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::methods::event;
use crate::rest::params::Params;
use crate::store::Queue;

/// Runs `event.offline.ACTION`: for administrators only.
pub fn run(
    portal: &Portal,
    caller: &Caller,
    action: &str,
    params: &Params,
) -> Result<Answer, Refusal> {
    event::need_app_token(portal, caller)?;
    if !caller.admin {
        return Err(Refusal::access(""));
    }
    let queue = Queue {
        application: &caller.application,
        connector: &caller.connector,
    };
    match action {
        "get" => get::run(portal, queue, params),
        "list" => list::run(portal, queue, params),
        "clear" => clear::run(portal, queue, params),
        _ => error::run(portal, queue, params),
    }
}

/// 400 `ERROR_ARGUMENT` without `argument`.
fn bad_argument(description: &str) -> Refusal {
    Refusal::new(400, "ERROR_ARGUMENT", description)
}
