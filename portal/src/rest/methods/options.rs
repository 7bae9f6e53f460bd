//! `app.option.get|set` and `user.option.get|set`: the options that the frame sets too.

use serde_json::{Value, json};

use crate::php;
use crate::php::brackets;
use crate::refusal::Refusal;
use crate::rest::caller::CallerKind;
use crate::rest::method::{Call, MethodResult};
use crate::store::app_options::Owner;

/// `app.option.get`: all options of the app, or one.
pub fn get_app(call: Call<'_>) -> MethodResult {
    get(call, Owner::App(&call.caller.application))
}

/// `app.option.set`: only administrators may.
pub fn set_app(call: Call<'_>) -> MethodResult {
    need_app(call)?;
    if !call.caller.admin {
        return Err(refused("Administrator authorization required"));
    }
    set(call, Owner::App(&call.caller.application))
}

/// `user.option.get`: all options of the caller, or one.
pub fn get_user(call: Call<'_>) -> MethodResult {
    get(
        call,
        Owner::User(&call.caller.application, call.caller.user),
    )
}

/// `user.option.set`.
pub fn set_user(call: Call<'_>) -> MethodResult {
    need_app(call)?;
    set(
        call,
        Owner::User(&call.caller.application, call.caller.user),
    )
}

fn get(call: Call<'_>, owner: Owner<'_>) -> MethodResult {
    need_app(call)?;
    let options = call.portal.store.options(owner)?;
    let name = call.params.text("option");
    if !name.is_empty() {
        let option = options.get(&name).cloned();
        return Ok(option.unwrap_or_else(|| json!("")).into());
    }
    Ok(brackets::php_array(options).into())
}

fn set(call: Call<'_>, owner: Owner<'_>) -> MethodResult {
    let options = call.params.get("options").and_then(brackets::as_tree);
    let options = options.filter(|options| !options.is_empty());
    let options =
        options.ok_or_else(|| Refusal::new(400, "ArgumentNullException", "options is empty"))?;
    for (name, value) in options {
        let value = php::text(&value).map_or(value, Value::String);
        call.portal.store.set_option(owner, name, value)?;
    }
    Ok(json!(true).into())
}

fn need_app(call: Call<'_>) -> Result<(), Refusal> {
    match call.caller.kind {
        CallerKind::App => Ok(()),
        CallerKind::Webhook => Err(refused("Application context required")),
    }
}

fn refused(reason: &str) -> Refusal {
    Refusal::new(403, "AccessException", reason)
}
