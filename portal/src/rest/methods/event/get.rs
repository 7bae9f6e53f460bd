//! `event.get` (contract §3.3).

use serde_json::{Value, json};

use super::checks;
use crate::answer::{Answer, Refusal};
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::store::handlers::{self, Handler};
use crate::switches::Types;

/// The application's handlers; a user who is no administrator sees their own only.
pub fn run(portal: &Portal, caller: &Caller) -> Result<Answer, Refusal> {
    checks::need_app_token(portal, caller)?;
    let mut handlers = portal
        .store
        .with(|db| handlers::of_application(db, &caller.application))?;
    handlers.retain(|handler| caller.admin || (!handler.offline && handler.user == caller.user));
    let types = portal.switches().types;
    Ok(Value::Array(
        handlers
            .iter()
            .map(|handler| shown(handler, types))
            .collect(),
    )
    .into())
}

fn shown(handler: &Handler, types: Types) -> Value {
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
