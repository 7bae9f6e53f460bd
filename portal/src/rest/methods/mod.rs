//! The REST methods: one file each, and the registry that names them all.

mod app_info;
pub mod batch;
mod crm;
pub mod event;
mod events;
mod feature_get;
mod options;
mod placement;
mod profile;
mod scope;
mod server_time;

use event::offline;
use serde_json::{Value, json};

use super::method::{Call, Found, Method, MethodResult};
use crate::error_codes;
use crate::nearest;
use crate::php;
use crate::portal::Portal;
use crate::refusal::Refusal;

/// The methods apart from those of the CRM: name, the scopes of which it needs one, and its function.
const METHODS: &[Method] = &[
    Method::new_async("event.bind", &[], |call| Box::pin(event::bind::run(call))),
    Method::new("event.unbind", &[], event::unbind::run),
    Method::new("event.get", &[], event::get::run),
    Method::new("event.test", &[], event::test::run),
    Method::new("event.offline.get", &[], offline::get::run),
    Method::new("event.offline.list", &[], offline::list::run),
    Method::new("event.offline.clear", &[], offline::clear::run),
    Method::new("event.offline.error", &[], offline::error::run),
    Method::new("events", &[], events::run),
    Method::new("profile", &[], profile::profile),
    Method::new("app.info", &[], app_info::run),
    Method::new("scope", &[], scope::run),
    Method::new("server.time", &[], server_time::run),
    Method::new("methods", &[], methods),
    Method::new_async("batch", &[], |call| Box::pin(batch::run(call))),
    Method::new("feature.get", &[], feature_get::run),
    Method::new("method.get", &[], method_get),
    Method::new("user.admin", &[], profile::user_admin),
    Method::new("user.get", USER_SCOPES, profile::user_get),
    Method::new("app.option.get", &[], options::get_app),
    Method::new("app.option.set", &[], options::set_app),
    Method::new("user.option.get", &[], options::get_user),
    Method::new("user.option.set", &[], options::set_user),
    Method::new("placement.bind", &["placement"], placement::bind),
    Method::new("placement.unbind", &["placement"], placement::unbind),
    Method::new("placement.get", &["placement"], placement::get),
    Method::new("placement.list", &["placement"], placement::list),
    Method::new("user.current", USER_SCOPES, profile::user_current),
];

const USER_SCOPES: &[&str] = &["user", "user_basic", "user_brief"];

/// Every method.
fn all() -> impl Iterator<Item = &'static Method> {
    METHODS.iter().chain(crm::methods())
}

/// The method with this name in any case, or a stub of it, or 404 `ERROR_METHOD_NOT_FOUND`.
pub fn find(portal: &Portal, name: &str) -> Result<Found, Refusal> {
    let name = name.to_lowercase();
    match own(&name) {
        Some(method) => Ok(Found::Own(method)),
        None => find_stub(portal, name),
    }
}

/// The stub of a method. The methods of REST v3 are stubs only.
pub fn find_stub(portal: &Portal, name: String) -> Result<Found, Refusal> {
    match portal.stubs.take(&name) {
        Some(answer) => Ok(Found::Stub(name, answer)),
        None => Err(error_codes::refusal("ERROR_METHOD_NOT_FOUND")),
    }
}

/// Whether the portal itself has a method of this name, in any case.
pub fn has(name: &str) -> bool {
    own(&name.to_lowercase()).is_some()
}

fn own(name: &str) -> Option<&'static Method> {
    all().find(|method| method.name == name)
}

/// What to note of a call of this name: that nobody knows it, and which methods are nearest.
pub fn unknown(portal: &Portal, name: &str) -> Option<String> {
    let name = name.to_lowercase();
    if own(&name).is_some() || portal.stubs.has(&name) {
        return None;
    }
    let hint = nearest::hint(&name, all().map(|method| method.name));
    Some(format!(
        "this portal has no method `{name}`{hint}; `/control/stubs` sets an answer for it"
    ))
}

/// `methods`: all names. Like `method.get` it is here because it answers what the registry holds.
fn methods(_: Call<'_>) -> MethodResult {
    let names: Vec<&str> = all().map(|method| method.name).collect();
    Ok(json!(names).into())
}

/// `method.get` (contract §4): whether a method exists and may be called. Unlike in a call, its name
/// has to be in lower case.
fn method_get(call: Call<'_>) -> MethodResult {
    let name = call.params.tree.get("name").and_then(php::text);
    let method = all().find(|method| Some(method.name) == name.as_deref());
    let switches = call.switches();
    let available = method.is_some_and(|method| switches.grants(method.scopes));
    let answer: Value = json!({"isExisting": method.is_some(), "isAvailable": available});
    Ok(answer.into())
}
