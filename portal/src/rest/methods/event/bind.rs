//! `event.bind` (contract §3.1).

use std::time::Duration;

use serde_json::{Value, json};

use super::{checks, handler_url};
use crate::error_codes;
use crate::php;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::rest::caller::Caller;
use crate::rest::method::{Call, MethodResult};
use crate::rest::params::Params;
use crate::store::event_codes::{self, EventCode};
use crate::store::handlers::{self, Handler};

/// Checks in the order of a live portal, then registers the handler.
pub async fn run(call: Call<'_>) -> MethodResult {
    checks::need_app_token(call)?;
    let handler = check(call)?;
    register(call.portal, &handler).await?;
    call.portal.broadcast_handlers();
    Ok(json!(true).into())
}

/// Rows 2 to 10 of §3.1, in their order.
fn check(call: Call<'_>) -> Result<Handler, Refusal> {
    let Call { caller, params, .. } = call;
    let user = bound_user(caller, params)?;
    let code = checks::event_code(params)?;
    let offline = checks::is_offline(params)?;
    let (handler, user) = if offline {
        checks::need_admin(
            caller,
            "Offline events binding requires administrator access rights",
        )?;
        (String::new(), 0)
    } else {
        (online_handler(params)?, user)
    };
    let event = known_event(call, &code, offline)?;
    Ok(Handler {
        id: 0,
        application: caller.application.clone(),
        options: options(event, params),
        event: code,
        handler,
        user,
        offline,
        connector: caller.connector.clone(),
    })
}

fn known_event(call: Call<'_>, code: &str, offline: bool) -> Result<&'static EventCode, Refusal> {
    let event = event_codes::find(code, &call.switches().scopes);
    let event = event.ok_or_else(|| error_codes::refusal("ERROR_EVENT_NOT_FOUND"))?;
    if offline && !event.offline {
        let text = "Offline event cannot be registered for this event.";
        return Err(Refusal::new(400, "ERROR_ARGUMENT", text));
    }
    Ok(event)
}

/// The user of `auth_type`, 0 for whoever causes the event. A user who is not an administrator binds
/// for themselves (row 2).
fn bound_user(caller: &Caller, params: &Params) -> Result<i64, Refusal> {
    let user = params.get("auth_type").map_or(0, php::intval).max(0);
    if caller.admin {
        return Ok(user);
    }
    if user > 0 && user != caller.user {
        return Err(Refusal::access(
            "Event binding with AUTH_TYPE requires administrator access rights",
        ));
    }
    Ok(caller.user)
}

fn online_handler(params: &Params) -> Result<String, Refusal> {
    let handler = checks::handler(params)?;
    handler_url::check(&handler)?;
    Ok(handler)
}

/// Only `ONOFFLINEEVENT` has an option; all others are dropped.
fn options(event: &EventCode, params: &Params) -> Value {
    let options = params.get("options");
    match options.and_then(|options| options.get("minTimeout")) {
        Some(timeout) if event.code == "ONOFFLINEEVENT" => {
            json!({"minTimeout": php::intval(timeout)})
        }
        _ => json!({}),
    }
}

/// Refuses a handler whose registration is under way or done (row 11).
async fn register(portal: &Portal, handler: &Handler) -> Result<(), Refusal> {
    let pending = portal.pending_binds.begin(handler);
    let _pending = pending.ok_or_else(|| error_codes::refusal("already_started"))?;
    tokio::time::sleep(Duration::from_millis(portal.switches().binding_ms)).await;
    let added = portal.store.with(|db| handlers::add(db, handler))?;
    if added {
        Ok(())
    } else {
        Err(error_codes::refusal("already_bound"))
    }
}
