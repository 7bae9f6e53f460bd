//! What the portal's plan and methods offer: `feature.get`, `method.get` (contract §4).

use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::php;
use crate::portal::Portal;
use crate::rest::credential;
use crate::rest::methods;
use crate::rest::methods::app::{LANGUAGE, yes};
use crate::rest::params::Params;

/// `feature.get`.
pub fn feature(portal: &Portal, params: &Params) -> Result<Answer, Refusal> {
    let switches = portal.switches();
    let value = match params.text("code").as_str() {
        "" => return Err(Refusal::new(400, "CODE_EMPTY", "CODE can't be empty")),
        "rest_offline_extended" | "rest_auth_connector" if switches.self_hosted => {
            json!(format!("{LANGUAGE}_selfhosted"))
        }
        "rest_offline_extended" => yes(switches.offline_extended),
        "rest_auth_connector" => yes(switches.auth_connector),
        _ => yes(false),
    };
    Ok(json!({"value": value}).into())
}

/// `method.get`; its `name` is compared in lower case only.
pub fn method(portal: &Portal, params: &Params) -> Answer {
    let name = params
        .tree
        .get("name")
        .and_then(php::text)
        .unwrap_or_default();
    let known = methods::find(&name).filter(|(known, _)| *known == name);
    let available =
        known.is_some_and(|(_, scope)| credential::has_scope(&portal.switches(), scope));
    let answer: Value = json!({"isExisting": known.is_some(), "isAvailable": available});
    answer.into()
}
