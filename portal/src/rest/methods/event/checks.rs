//! What event.bind and event.unbind check alike.

use crate::answer::Refusal;
use crate::error_codes;
use crate::portal::Portal;
use crate::rest::credential::{Caller, Kind};
use crate::rest::params::Params;
use crate::switches::WebhookEvents;

/// Said of each event method that is called through a webhook and not refused.
pub const WEBHOOK_WARNING: &str =
    "an event method was called through a webhook; live portals answer WRONG_AUTH_TYPE";

/// Refuses a webhook, if the switches say so (contract §3.1 row 1).
pub fn need_app_token(portal: &Portal, caller: &Caller) -> Result<(), Refusal> {
    if caller.kind == Kind::Application {
        return Ok(());
    }
    if portal.switches().webhook_events == WebhookEvents::Refused {
        return Err(error_codes::refusal("WRONG_AUTH_TYPE"));
    }
    crate::log::line(&format!("warning: {WEBHOOK_WARNING}"));
    Ok(())
}

/// The upper-case event code.
pub fn event_code(params: &Params) -> Result<String, Refusal> {
    let code = params.upper("event");
    if code.is_empty() {
        Err(Refusal::empty("EVENT"))
    } else {
        Ok(code)
    }
}

/// Whether `event_type` says offline.
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

/// The handler as sent.
pub fn handler(params: &Params) -> Result<String, Refusal> {
    let handler = params.text("handler");
    if handler.is_empty() {
        Err(Refusal::empty("HANDLER"))
    } else {
        Ok(handler)
    }
}
