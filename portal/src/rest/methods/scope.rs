//! `scope` (contract §4).

use serde_json::json;

use crate::apps::scopes;
use crate::php;
use crate::rest::method::{Call, MethodResult};

/// The granted scopes; with `full` all scopes of the portal.
pub fn run(call: Call<'_>) -> MethodResult {
    let listed = if call.params.get("full").is_some_and(php::truthy) {
        scopes::all()
    } else {
        call.switches().scopes.clone()
    };
    Ok(json!(listed).into())
}
