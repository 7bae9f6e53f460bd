//! Emitting events by hand.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Failure, JsonBody, Reply};
use crate::crm::{self, Author, ObjectType};
use crate::events::{self, Effects, Event};
use crate::nearest;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::store::objects;
use crate::store::tokens;
use crate::store::{event_codes, event_samples};

/// Body of `POST /control/fire`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FireBody {
    event: String,
    /// None: the sample of this code.
    data: Option<Value>,
    /// Emits a code too that is not in the catalogue.
    #[serde(default)]
    force: bool,
    /// Who causes the event; none: a robot.
    user: Option<i64>,
}

/// `POST /control/fire`: emits an event of the catalogue.
pub async fn fire(State(portal): State<Arc<Portal>>, JsonBody(body): JsonBody<FireBody>) -> Reply {
    if body.event.is_empty() {
        return Err(Failure::bad_request(
            "`event` is empty; give a code such as `ONCRMLEADADD`",
        ));
    }
    let code = body.event.to_uppercase();
    let known = event_codes::lookup(&code);
    if known.is_none() && !body.force {
        let hint = nearest::hint(&code, event_codes::all().map(|event| event.code));
        return Err(Failure::bad_request(&format!(
            "there is no event `{code}` in the catalogue{hint}; `\"force\": true` emits it all the same"
        )));
    }
    let sample = || known.map_or(Value::Null, |event| event_samples::data(event, &code));
    let user = body.user.filter(|user| *user > 0);
    let event = event(&code, body.data.unwrap_or_else(sample), user);
    let effects = events::emit(&portal, &event)?;
    Ok(Json(json!(Fired::new(
        &portal,
        None,
        effects,
        known.is_some()
    ))))
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
    /// Why no app gets events.
    silence: Option<&'static str>,
}

impl Fired {
    fn new(portal: &Portal, id: Option<i64>, effects: Effects, known: bool) -> Self {
        Self {
            id,
            effects,
            known,
            silence: silence(portal),
        }
    }
}

/// Why the first app gets no events, if none of them gets any.
fn silence(portal: &Portal) -> Option<&'static str> {
    let all = portal.apps.iter();
    let reasons = all.map(|app| events::blocked(portal, &app.name));
    reasons.collect::<Option<Vec<_>>>()?.first().copied()
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
    let author = author(&portal, body.user);
    let (id, effects) = crm::add(&portal, ObjectType::LEAD, body.id, Tree::new(), author)?;
    Ok(Json(json!(Fired::new(&portal, Some(id), effects, true))))
}

/// `POST /control/deal`: updates a deal; one that does not exist is created first, without an event.
pub async fn deal(
    State(portal): State<Arc<Portal>>,
    JsonBody(body): JsonBody<ChangeBody>,
) -> Reply {
    let (deal, id) = (ObjectType::DEAL, body.id.unwrap_or(1));
    let known = portal.store.with(|db| objects::find(db, deal.id, id))?;
    if known.is_none() {
        crm::create(&portal, deal, id, Tree::new(), body.user)?;
    }
    let author = author(&portal, body.user);
    let effects = crm::update(&portal, deal, id, Tree::new(), author)?;
    let fired = Fired::new(&portal, Some(id), effects.unwrap_or_default(), true);
    Ok(Json(json!(fired)))
}

fn author(portal: &Portal, user: Option<i64>) -> Author {
    Author {
        user: user.or(Some(portal.user)),
        cause: None,
        depth: tokens::MAX_DEPTH,
    }
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
