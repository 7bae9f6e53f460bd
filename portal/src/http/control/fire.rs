//! Emitting events by hand.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Failure, JsonBody, Reply};
use crate::events::{self, Event, crm_data};
use crate::portal::Portal;
use crate::store::tokens;

/// Body of `POST /control/fire`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FireBody {
    event: String,
    #[serde(default)]
    data: Value,
    /// Who causes the event; none: a robot.
    user: Option<i64>,
}

/// `POST /control/fire`: emits any event.
pub async fn fire(State(portal): State<Arc<Portal>>, JsonBody(body): JsonBody<FireBody>) -> Reply {
    if body.event.is_empty() {
        return Err(Failure::bad_request(
            "`event` is empty; give a code such as `ONCRMLEADADD`",
        ));
    }
    let user = body.user.filter(|user| *user > 0);
    let event = event(&body.event.to_uppercase(), body.data, user);
    let deliveries = events::emit(&portal, &event)?;
    Ok(Json(json!({"deliveries": deliveries})))
}

/// Body of `POST /control/lead` and `POST /control/deal`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeBody {
    id: Option<i64>,
    user: Option<i64>,
}

/// `POST /control/lead`: creates a lead.
pub async fn lead(
    State(portal): State<Arc<Portal>>,
    JsonBody(body): JsonBody<ChangeBody>,
) -> Reply {
    let id = body.id.map_or_else(|| portal.store.next_id("lead"), Ok)?;
    change(&portal, "ONCRMLEADADD", id, body.user)
}

/// `POST /control/deal`: updates a deal.
pub async fn deal(
    State(portal): State<Arc<Portal>>,
    JsonBody(body): JsonBody<ChangeBody>,
) -> Reply {
    let id = body.id.unwrap_or(1);
    change(&portal, "ONCRMDEALUPDATE", id, body.user)
}

fn change(portal: &Arc<Portal>, code: &str, id: i64, user: Option<i64>) -> Reply {
    let user = user.or(Some(portal.config.user));
    events::emit(portal, &event(code, crm_data(id), user))?;
    Ok(Json(json!({"id": id})))
}

fn event(code: &str, data: Value, user: Option<i64>) -> Event {
    Event {
        code: code.to_owned(),
        data,
        user,
        application: None,
        cause: None,
        depth: tokens::MAX_DEPTH,
    }
}
