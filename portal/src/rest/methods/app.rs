//! Methods about the portal, the app and the user (contract §4).

use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::apps::users;
use crate::clock;
use crate::php;
use crate::portal::Portal;
use crate::rest::credential::{Caller, Kind};
use crate::rest::methods;
use crate::rest::params::Params;

/// Runs a method of this file by its name.
pub fn run(
    portal: &Portal,
    caller: &Caller,
    name: &str,
    params: &Params,
) -> Result<Answer, Refusal> {
    match name {
        "server.time" => Ok(json!(clock::iso(clock::now())).into()),
        "scope" => Ok(scope(portal, params)),
        "user.current" => Ok(user_current(portal, caller)),
        "profile" => Ok(profile(portal, caller)),
        "app.info" => Ok(app_info(portal, caller)),
        _ => Err(methods::not_found()),
    }
}

fn scope(portal: &Portal, params: &Params) -> Answer {
    let full = params.get("full").is_some_and(php::truthy);
    let scopes = if full {
        crate::store::event_codes::scopes()
    } else {
        portal.switches().scopes.clone()
    };
    json!(scopes).into()
}

fn profile(portal: &Portal, caller: &Caller) -> Answer {
    let Some(user) = users::find(caller.user) else {
        return json!([]).into();
    };
    json!({
        "ID": portal.switches().types.id(user.id),
        "ADMIN": caller.admin,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": "",
        "TIME_ZONE": "",
    })
    .into()
}

fn user_current(portal: &Portal, caller: &Caller) -> Answer {
    let mut user = profile(portal, caller).result;
    if let Value::Object(fields) = &mut user {
        fields.insert("ACTIVE".to_owned(), json!(true));
        fields.shift_remove("ADMIN");
    }
    user.into()
}

fn app_info(portal: &Portal, caller: &Caller) -> Answer {
    let switches = portal.switches();
    if caller.kind == Kind::Webhook {
        return json!({"SCOPE": switches.scopes, "LICENSE": LICENSE}).into();
    }
    let days: Option<i64> = None;
    json!({
        "ID": 1,
        "CODE": portal.identity.client_id,
        "VERSION": switches.version,
        "STATUS": "L",
        "INSTALLED": switches.installed,
        "PAYMENT_EXPIRED": yes(switches.payment_expired),
        "DAYS": days,
        "LANGUAGE_ID": LANGUAGE,
        "LICENSE": LICENSE,
        "LICENSE_TYPE": "nfr",
        "LICENSE_FAMILY": "nfr",
    })
    .into()
}

/// The portal's plan.
const LICENSE: &str = "en_nfr";
/// The portal's language.
pub const LANGUAGE: &str = "en";

/// `Y` or `N`.
pub fn yes(flag: bool) -> Value {
    json!(if flag { "Y" } else { "N" })
}
