//! `feature.get` (contract §4).

use serde_json::json;

use crate::apps::LANGUAGE;
use crate::php;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};

/// Whether the portal's plan has a feature.
pub fn run(call: Call<'_>) -> MethodResult {
    let switches = call.portal.switches();
    let value = match call.params.text("code").as_str() {
        "" => return Err(Refusal::new(400, "CODE_EMPTY", "CODE can't be empty")),
        "rest_offline_extended" | "rest_auth_connector" if switches.self_hosted => {
            json!(format!("{LANGUAGE}_selfhosted"))
        }
        "rest_offline_extended" => php::yes_no(switches.offline_extended),
        "rest_auth_connector" => php::yes_no(switches.auth_connector),
        _ => php::yes_no(false),
    };
    Ok(json!({"value": value}).into())
}
