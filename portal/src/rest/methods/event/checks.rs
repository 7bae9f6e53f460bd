//! Checks that several event methods share.

use crate::error_codes;
use crate::refusal::Refusal;
use crate::rest::caller::{Caller, CallerKind};
use crate::rest::method::Call;
use crate::rest::params::Params;
use crate::switches::WebhookEvents;

/// The warning when an event method is called through a webhook and not refused.
pub const WEBHOOK_WARNING: &str =
    "an event method was called through a webhook; live portals answer WRONG_AUTH_TYPE";

/// Refuses a webhook, if the switches say so (contract §3.1 row 1).
pub fn need_app_token(call: Call<'_>) -> Result<(), Refusal> {
    if call.caller.kind == CallerKind::App {
        return Ok(());
    }
    if call.portal.switches().webhook_events == WebhookEvents::Refused {
        return Err(error_codes::refusal("WRONG_AUTH_TYPE"));
    }
    eprintln!("warning: {WEBHOOK_WARNING}");
    Ok(())
}

/// 403 `ACCESS_DENIED` with this reason, unless the caller is an administrator.
pub fn need_admin(caller: &Caller, reason: &str) -> Result<(), Refusal> {
    if caller.admin {
        Ok(())
    } else {
        Err(Refusal::access(reason))
    }
}

/// `event` in upper case.
pub fn event_code(params: &Params) -> Result<String, Refusal> {
    let code = params.upper("event");
    if code.is_empty() {
        Err(Refusal::empty("EVENT"))
    } else {
        Ok(code)
    }
}

/// Whether `event_type` is `offline`.
pub fn is_offline(params: &Params) -> Result<bool, Refusal> {
    match params.text("event_type").to_lowercase().as_str() {
        "" | "online" => Ok(false),
        "offline" => Ok(true),
        _ => Err(Refusal::argument(
            "EVENT_TYPE",
            "Value must be one of {online|offline}",
        )),
    }
}

/// `handler` as sent.
pub fn handler(params: &Params) -> Result<String, Refusal> {
    let handler = params.text("handler");
    if handler.is_empty() {
        Err(Refusal::empty("HANDLER"))
    } else {
        Ok(handler)
    }
}
