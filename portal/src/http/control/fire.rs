//! Emitting events by hand.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Failure, JsonBody, Reply};
use crate::apps::APPLICATION;
use crate::events::{self, Effects, Event, crm_data};
use crate::portal::Portal;
use crate::store::event_codes;
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
    emit(&portal, None, &event)
}

/// What an event leads to, and why it may lead to nothing.
#[derive(Serialize)]
struct Fired {
    /// The lead or the deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(flatten)]
    effects: Effects,
    /// Whether Bitrix24 has this event: no handler can be bound to another.
    known: bool,
    /// Why the app gets no events.
    silence: Option<&'static str>,
}

fn emit(portal: &Arc<Portal>, id: Option<i64>, event: &Event) -> Reply {
    let fired = Fired {
        id,
        effects: events::emit(portal, event)?,
        known: event_codes::find(&event.code, &event_codes::scopes()).is_some(),
        silence: events::blocked(portal, APPLICATION),
    };
    Ok(Json(json!(fired)))
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
    emit(portal, Some(id), &event(code, crm_data(id), user))
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
