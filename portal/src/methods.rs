//! The methods there are.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::auth::Caller;
use crate::batch;
use crate::codes;
use crate::event;
use crate::params::Params;
use crate::portal::Portal;
use crate::system;

/// A method's name and the scope it needs; empty: none.
const METHODS: &[(&str, &str)] = &[
    ("event.bind", ""),
    ("event.unbind", ""),
    ("event.get", ""),
    ("event.test", ""),
    ("events", ""),
    ("profile", ""),
    ("app.info", ""),
    ("scope", ""),
    ("server.time", ""),
    ("methods", ""),
    ("batch", ""),
];

/// The method's own name and scope, looked up without regard to case.
pub fn find(name: &str) -> Option<(&'static str, &'static str)> {
    let lower = name.to_lowercase();
    METHODS.iter().find(|(known, _)| *known == lower).copied()
}

/// 404 `ERROR_METHOD_NOT_FOUND`.
pub fn not_found() -> Refusal {
    codes::refusal("ERROR_METHOD_NOT_FOUND")
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
        "events" => Ok(event::list::run(portal, params)),
        "batch" => Box::pin(batch::run(portal, caller, params)).await,
        "methods" => Ok(list()),
        _ => system::run(portal, caller, name, params),
    }
}

fn list() -> Answer {
    let names: Vec<Value> = METHODS.iter().map(|(name, _)| json!(name)).collect();
    Value::Array(names).into()
}
