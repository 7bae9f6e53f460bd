//! The methods of the offline queue (contract §3.6).

pub mod clear;
pub mod error;
mod filter;
pub mod get;
mod ids;
pub mod list;
mod order;
mod row_json;

use super::checks;
use crate::refusal::Refusal;
use crate::rest::method::Call;
use crate::store::Queue;

/// The queue of the caller's application and connector. Only administrators have access.
fn queue<'a>(call: Call<'a>) -> Result<Queue<'a>, Refusal> {
    checks::need_app_token(call)?;
    checks::need_admin(call.caller, "")?;
    Ok(Queue {
        application: &call.caller.application,
        connector: &call.caller.connector,
    })
}

/// 400 `ERROR_ARGUMENT` that does not name the argument.
fn bad_argument(description: &str) -> Refusal {
    Refusal::new(400, "ERROR_ARGUMENT", description)
}
