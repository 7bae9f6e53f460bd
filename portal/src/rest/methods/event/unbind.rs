//! `event.unbind` (contract §3.2).

use std::sync::Arc;

use serde_json::{Value, json};

use super::checks;
use crate::answer::{Answer, Refusal};
use crate::php;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::params::Params;
use crate::store::handlers;

/// Checks in the portal's order, then removes; nothing removed is no error.
pub fn run(portal: &Arc<Portal>, caller: &Caller, params: &Params) -> Result<Answer, Refusal> {
    checks::need_app_token(portal, caller)?;
    let event = checks::event_code(params)?;
    let count = if checks::is_offline(params)? {
        remove_offline(portal, caller, &event)?
    } else {
        remove_online(portal, caller, params, &event)?
    };
    if count > 0 {
        portal.tell_handlers();
    }
    Ok(json!({"count": count}).into())
}

fn remove_offline(portal: &Portal, caller: &Caller, event: &str) -> Result<usize, Refusal> {
    if !caller.admin {
        return Err(Refusal::access(
            "Offline events unbinding requires administrator access rights",
        ));
    }
    Ok(portal
        .store
        .with(|db| handlers::remove_offline(db, &caller.application, event, &caller.connector))?)
}

fn remove_online(
    portal: &Portal,
    caller: &Caller,
    params: &Params,
    event: &str,
) -> Result<usize, Refusal> {
    let handler = checks::handler(params)?;
    let user = whose(caller, params.set("auth_type"))?;
    Ok(portal
        .store
        .with(|db| handlers::remove(db, &caller.application, event, &handler, user))?)
}

/// Whose handlers go; `None`: everyone's.
fn whose(caller: &Caller, auth_type: Option<&Value>) -> Result<Option<i64>, Refusal> {
    match auth_type {
        None if caller.admin => Ok(None),
        None => Ok(Some(caller.user)),
        Some(user) if caller.admin => Ok(Some(php::intval(user).max(0))),
        // compared with its type: the text `"15"` is not 15
        Some(user) if user.as_i64() == Some(caller.user) => Ok(Some(caller.user)),
        Some(_) => Err(Refusal::access(
            "Event unbinding with AUTH_TYPE requires administrator access rights",
        )),
    }
}
