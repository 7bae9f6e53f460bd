//! `scope` (contract §4).

use serde_json::json;

use crate::php;
use crate::rest::method::{Call, MethodResult};
use crate::store::event_codes;

/// The granted scopes; with `full` all scopes of the portal.
pub fn run(call: Call<'_>) -> MethodResult {
    let scopes = if call.params.get("full").is_some_and(php::truthy) {
        event_codes::scopes()
    } else {
        call.portal.switches().scopes.clone()
    };
    Ok(json!(scopes).into())
}
