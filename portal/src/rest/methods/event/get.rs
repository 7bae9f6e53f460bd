//! `event.get` (contract §3.3).

use serde_json::{Value, json};

use super::checks;
use crate::rest::method::{Call, MethodResult};
use crate::store::handlers::{self, Handler};
use crate::switches::Types;

/// The application's handlers; a user who is not an administrator sees their own only.
pub fn run(call: Call<'_>) -> MethodResult {
    checks::need_app_token(call)?;
    let Call { portal, caller, .. } = call;
    let mut handlers = portal
        .store
        .with(|db| handlers::of_application(db, &caller.application))?;
    handlers.retain(|handler| caller.admin || (!handler.offline && handler.user == caller.user));
    let types = portal.switches().types;
    let shown: Vec<Value> = handlers
        .iter()
        .map(|handler| to_json(handler, types))
        .collect();
    Ok(Value::Array(shown).into())
}

fn to_json(handler: &Handler, types: Types) -> Value {
    let Handler {
        event,
        handler: url,
        user,
        connector,
        offline,
        ..
    } = handler;
    if *offline {
        json!({"event": event, "connector_id": connector, "offline": 1})
    } else {
        json!({"event": event, "handler": url, "auth_type": types.id(*user), "offline": 0})
    }
}
