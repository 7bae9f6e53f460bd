//! `event.bind` (contract §3.1).

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{checks, handler_url};
use crate::answer::{Answer, Refusal};
use crate::error_codes;
use crate::php;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::params::Params;
use crate::store::event_codes::{self, Event};
use crate::store::handlers::{self, Handler};

/// Checks in the portal's order, then registers.
pub async fn run(
    portal: &Arc<Portal>,
    caller: &Caller,
    params: &Params,
) -> Result<Answer, Refusal> {
    checks::need_app_token(portal, caller)?;
    let handler = checked(portal, caller, params)?;
    register(portal, &handler).await?;
    portal.tell_handlers();
    Ok(json!(true).into())
}

fn checked(portal: &Portal, caller: &Caller, params: &Params) -> Result<Handler, Refusal> {
    let user = bound_user(caller, params)?;
    let code = checks::event_code(params)?;
    let offline = checks::is_offline(params)?;
    let (handler, user) = if offline {
        need_admin(caller)?;
        (String::new(), 0)
    } else {
        (target(params)?, user)
    };
    let event = event(portal, &code, offline)?;
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

fn need_admin(caller: &Caller) -> Result<(), Refusal> {
    let reason = "Offline events binding requires administrator access rights";
    if caller.admin {
        Ok(())
    } else {
        Err(Refusal::access(reason))
    }
}

fn event(portal: &Portal, code: &str, offline: bool) -> Result<&'static Event, Refusal> {
    let event = event_codes::find(code, &portal.switches().scopes);
    let event = event.ok_or_else(|| error_codes::refusal("ERROR_EVENT_NOT_FOUND"))?;
    if offline && !event.offline {
        let text = "Offline event cannot be registered for this event.";
        return Err(Refusal::new(400, "ERROR_ARGUMENT", text));
    }
    Ok(event)
}

/// Row 2, and what follows it: a user who is no administrator binds for themselves.
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

fn target(params: &Params) -> Result<String, Refusal> {
    let handler = checks::handler(params)?;
    handler_url::check(&handler)?;
    Ok(handler)
}

/// Only `ONOFFLINEEVENT` knows an option; all else is dropped.
fn options(event: &Event, params: &Params) -> Value {
    let timeout = params
        .get("options")
        .and_then(|options| options.get("minTimeout"));
    match timeout {
        Some(timeout) if event.code == "ONOFFLINEEVENT" => {
            json!({"minTimeout": php::intval(timeout)})
        }
        _ => Value::Object(Map::new()),
    }
}

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
