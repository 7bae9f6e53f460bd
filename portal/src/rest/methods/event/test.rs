//! `event.test` (contract §3.5, §9.2).

use serde_json::{Value, json};

use super::checks;
use crate::apps::LANGUAGE;
use crate::events::{self, Event};
use crate::rest::method::{Call, MethodResult};

/// Emits `ONAPPTEST` to the caller's application.
pub fn run(call: Call<'_>) -> MethodResult {
    checks::need_app_token(call)?;
    let Call {
        portal,
        caller,
        params,
    } = call;
    let query = Value::Object(params.tree.clone());
    events::emit(
        portal,
        &Event {
            code: "ONAPPTEST".to_owned(),
            data: json!({"QUERY": query, "LANGUAGE_ID": LANGUAGE}),
            user: Some(caller.user),
            application: Some(caller.application.clone()),
            cause: None,
            depth: caller.depth,
        },
    )?;
    Ok(json!(1).into())
}
