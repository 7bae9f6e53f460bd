//! The methods there are.

pub mod app;
mod batch;
pub mod crm;
pub mod event;
mod events;
mod feature_get;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::error_codes;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::params::Params;
use event::offline;

/// A method's name and the scope it needs, one of several; empty: none.
const METHODS: &[(&str, &str)] = &[
    ("event.bind", ""),
    ("event.unbind", ""),
    ("event.get", ""),
    ("event.test", ""),
    ("event.offline.get", ""),
    ("event.offline.list", ""),
    ("event.offline.clear", ""),
    ("event.offline.error", ""),
    ("events", ""),
    ("profile", ""),
    ("app.info", ""),
    ("scope", ""),
    ("server.time", ""),
    ("methods", ""),
    ("batch", ""),
    ("feature.get", ""),
    ("method.get", ""),
    ("user.current", "user|user_basic|user_brief"),
    ("crm.lead.add", "crm"),
    ("crm.deal.update", "crm"),
];

/// The method's own name and scope, looked up without regard to case.
pub fn find(name: &str) -> Option<(&'static str, &'static str)> {
    let lower = name.to_lowercase();
    METHODS.iter().find(|(known, _)| *known == lower).copied()
}

/// 404 `ERROR_METHOD_NOT_FOUND`.
pub fn not_found() -> Refusal {
    error_codes::refusal("ERROR_METHOD_NOT_FOUND")
}

/// Runs a method by its own name.
pub async fn run(
    portal: &Arc<Portal>,
    caller: &Caller,
    name: &str,
    params: &Params,
) -> Result<Answer, Refusal> {
    match name {
        "event.bind" => event::bind::run(portal, caller, params).await,
        "event.unbind" => event::unbind::run(portal, caller, params),
        "event.get" => event::get::run(portal, caller),
        "event.test" => event::test::run(portal, caller, params),
        "events" => events::run(portal, caller, params),
        "batch" => Box::pin(batch::run(portal, caller, params)).await,
        "feature.get" => feature_get::feature(portal, params),
        "method.get" => Ok(feature_get::method(portal, params)),
        "crm.lead.add" => crm::add_lead(portal, caller),
        "crm.deal.update" => crm::update_deal(portal, caller, params),
        "methods" => Ok(list()),
        _ => match name.strip_prefix("event.offline.") {
            Some(action) => offline::run(portal, caller, action, params),
            None => app::run(portal, caller, name, params),
        },
    }
}

fn list() -> Answer {
    let names: Vec<Value> = METHODS.iter().map(|(name, _)| json!(name)).collect();
    Value::Array(names).into()
}
