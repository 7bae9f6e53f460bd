//! `event.unbind` (contract §3.2).

use serde_json::{Value, json};

use super::checks;
use crate::php;
use crate::refusal::Refusal;
use crate::rest::caller::Caller;
use crate::rest::method::{Call, MethodResult};
use crate::store::handlers;

/// Checks in the order of a live portal, then removes. Removing nothing is a success too.
pub fn run(call: Call<'_>) -> MethodResult {
    checks::need_app_token(call)?;
    let event = checks::event_code(call.params)?;
    let count = if checks::is_offline(call.params)? {
        remove_offline(call, &event)?
    } else {
        remove_online(call, &event)?
    };
    if count > 0 {
        call.portal.broadcast_handlers();
    }
    Ok(json!({"count": count}).into())
}

fn remove_offline(call: Call<'_>, event: &str) -> Result<usize, Refusal> {
    let Call { portal, caller, .. } = call;
    checks::need_admin(
        caller,
        "Offline events unbinding requires administrator access rights",
    )?;
    Ok(portal
        .store
        .with(|db| handlers::remove_offline(db, &caller.application, event, &caller.connector))?)
}

fn remove_online(call: Call<'_>, event: &str) -> Result<usize, Refusal> {
    let Call { portal, caller, .. } = call;
    let handler = checks::handler(call.params)?;
    let user = whose(caller, call.params.non_null("auth_type"))?;
    Ok(portal
        .store
        .with(|db| handlers::remove_online(db, &caller.application, event, &handler, user))?)
}

/// The user whose handlers are removed; `None`: everyone's.
fn whose(caller: &Caller, auth_type: Option<&Value>) -> Result<Option<i64>, Refusal> {
    match auth_type {
        None if caller.admin => Ok(None),
        None => Ok(Some(caller.user)),
        Some(user) if caller.admin => Ok(Some(php::intval(user).max(0))),
        // a live portal compares the types too: the text `"15"` is not 15
        Some(user) if user.as_i64() == Some(caller.user) => Ok(Some(caller.user)),
        Some(_) => Err(Refusal::access(
            "Event unbinding with AUTH_TYPE requires administrator access rights",
        )),
    }
}
