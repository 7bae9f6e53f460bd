//! `app.info` (contract §4).

use serde_json::{Value, json};

use crate::apps::LANGUAGE;
use crate::php;
use crate::rest::caller::CallerKind;
use crate::rest::method::{Call, MethodResult};

/// The portal's plan.
const LICENSE: &str = "en_nfr";

/// About the app and its licence; a webhook gets scopes and licence only.
pub fn run(call: Call<'_>) -> MethodResult {
    let switches = call.switches();
    if call.caller.kind == CallerKind::Webhook {
        return Ok(json!({"SCOPE": switches.scopes, "LICENSE": LICENSE}).into());
    }
    Ok(json!({
        "ID": 1,
        "CODE": call.portal.identity.client_id(&call.caller.application),
        "VERSION": switches.version,
        "STATUS": "L",
        "INSTALLED": switches.installed,
        "PAYMENT_EXPIRED": php::yes_no(switches.payment_expired),
        "DAYS": Value::Null,
        "LANGUAGE_ID": LANGUAGE,
        "LICENSE": LICENSE,
        "LICENSE_TYPE": "nfr",
        "LICENSE_FAMILY": "nfr",
    })
    .into())
}
