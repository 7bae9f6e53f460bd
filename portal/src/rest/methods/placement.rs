//! `placement.bind`, `placement.unbind`, `placement.get`, `placement.list` (contract §14).

use serde_json::{Value, json};

use super::event::{checks, handler_url};
use crate::apps::placements as codes;
use crate::error_codes;
use crate::php;
use crate::php::brackets::Tree;
use crate::refusal::Refusal;
use crate::rest::caller::CallerKind;
use crate::rest::method::{Call, MethodResult};
use crate::rest::params::Params;
use crate::store::placements::{self, Placement};

/// Registers a place where the app shows itself. Only administrators may.
pub fn bind(call: Call<'_>) -> MethodResult {
    need_administered_app(call)?;
    let params = call.params;
    let (placement, handler) = (code(params)?, checks::handler(params)?);
    handler_url::check(&handler)?;
    let new = Placement {
        id: 0,
        application: call.caller.application.clone(),
        placement,
        handler,
        user: params.non_null("user_id").map_or(0, php::intval).max(0),
        details: details(params),
    };
    let added = call.portal.store.with(|db| placements::add(db, &new))?;
    if added {
        call.portal.broadcast_placements();
        Ok(json!(true).into())
    } else {
        Err(Refusal::new(
            400,
            "ERROR_CORE",
            "Unable to set placement handler: Handler already binded",
        ))
    }
}

/// Removes handlers of a place; answers their number.
pub fn unbind(call: Call<'_>) -> MethodResult {
    need_administered_app(call)?;
    let params = call.params;
    let placement = code(params)?;
    let handler = params.text("handler");
    let handler = Some(handler.as_str()).filter(|handler| !handler.is_empty());
    let user = params.non_null("user_id").map(php::intval);
    let application = &call.caller.application;
    let count = call
        .portal
        .store
        .with(|db| placements::remove(db, application, &placement, handler, user))?;
    call.portal.broadcast_placements();
    Ok(json!({"count": count}).into())
}

/// The app's registered places.
pub fn get(call: Call<'_>) -> MethodResult {
    need_app(call)?;
    let application = &call.caller.application;
    let store = &call.portal.store;
    let found = store.with(|db| placements::of_application(db, application))?;
    let shown = found.into_iter().map(|placement| {
        let mut shown = Tree::new();
        shown.insert("placement".to_owned(), json!(placement.placement));
        shown.insert("userId".to_owned(), json!(placement.user));
        shown.insert("handler".to_owned(), json!(placement.handler));
        shown.extend(placement.details);
        Value::Object(shown)
    });
    Ok(Value::Array(shown.collect()).into())
}

/// The codes of all places.
pub fn list(call: Call<'_>) -> MethodResult {
    need_app(call)?;
    let mut all = codes::all();
    all.retain(|code| code != "DEFAULT");
    Ok(json!(all).into())
}

fn need_app(call: Call<'_>) -> Result<(), Refusal> {
    match call.caller.kind {
        CallerKind::App => Ok(()),
        CallerKind::Webhook => Err(error_codes::refusal("WRONG_AUTH_TYPE")),
    }
}

fn need_administered_app(call: Call<'_>) -> Result<(), Refusal> {
    need_app(call)?;
    checks::need_admin(call.caller, "")
}

fn code(params: &Params) -> Result<String, Refusal> {
    let code = params.upper("placement");
    if code.is_empty() {
        Err(Refusal::empty("PLACEMENT"))
    } else if codes::exists(&code) {
        Ok(code)
    } else {
        Err(Refusal::new(
            400,
            "ERROR_PLACEMENT_NOT_FOUND",
            "Placement not found",
        ))
    }
}

fn details(params: &Params) -> Tree {
    let mut details = Tree::new();
    for (shown, sent) in [
        ("title", "title"),
        ("description", "description"),
        ("groupName", "group_name"),
    ] {
        details.insert(shown.to_owned(), json!(params.text(sent)));
    }
    for (shown, sent) in [("options", "options"), ("langAll", "lang_all")] {
        let value = params.non_null(sent).cloned();
        details.insert(shown.to_owned(), value.unwrap_or_else(|| json!([])));
    }
    details
}
