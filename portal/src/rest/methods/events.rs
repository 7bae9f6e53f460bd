//! `events` (contract §3.4).

use serde_json::json;

use super::event::checks;
use crate::php;
use crate::rest::method::{Call, MethodResult};
use crate::store::event_codes::{self, GLOBAL};

/// The event codes of one scope, of all scopes, or of those that are granted.
pub fn run(call: Call<'_>) -> MethodResult {
    checks::need_app_token(call)?;
    let params = call.params;
    if params.non_null("scope").is_some() {
        let wanted = params.text("scope");
        let wanted = if wanted.is_empty() { GLOBAL } else { &wanted };
        return Ok(json!(event_codes::codes(|scope| scope == wanted)).into());
    }
    let full = params.get("full").is_some_and(php::truthy);
    let switches = call.switches();
    let listed = |scope: &str| full || scope == GLOBAL || switches.grants(&[scope]);
    Ok(json!(event_codes::codes(listed)).into())
}
