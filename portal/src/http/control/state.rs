//! What the portal shows of its state, and the simple changes of it.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Failure, JsonBody, Reply, named};
use crate::apps::users::User;
use crate::events::lifecycle;
use crate::journal::{Delivery, Entry};
use crate::portal::Portal;
use crate::store::handlers;
use crate::store::objects;
use crate::store::placements;
use crate::store::tokens;

/// The query of what each application has of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfApplication {
    /// Its name; none: the first.
    application: Option<String>,
}

pub async fn state(State(portal): State<Arc<Portal>>, Query(query): Query<OfApplication>) -> Reply {
    let app = named(&portal, query.application.as_deref())?;
    Ok(Json(portal.state(app)))
}

pub async fn handlers(State(portal): State<Arc<Portal>>) -> Reply {
    let all = portal.store.with(handlers::all)?;
    Ok(Json(json!(all)))
}

pub async fn placements(State(portal): State<Arc<Portal>>) -> Reply {
    let all = portal.store.with(placements::all)?;
    Ok(Json(json!(all)))
}

/// The query of `GET /control/objects`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectsQuery {
    entity_type_id: i64,
}

pub async fn objects(
    State(portal): State<Arc<Portal>>,
    Query(query): Query<ObjectsQuery>,
) -> Reply {
    let all = objects::of_type(query.entity_type_id);
    let found = portal
        .store
        .with(|db| objects::select(db, &all, "ORDER BY id"))?;
    Ok(Json(json!(found)))
}

pub async fn users(State(portal): State<Arc<Portal>>) -> Json<Vec<Value>> {
    let user = |user: &User| json!({"id": user.id, "name": user.full_name()});
    Json(portal.users.iter().map(user).collect())
}

pub async fn deliveries(State(portal): State<Arc<Portal>>) -> Json<Vec<Delivery>> {
    Json(portal.journal.deliveries.all())
}

pub async fn requests(State(portal): State<Arc<Portal>>) -> Json<Vec<Entry>> {
    Json(portal.journal.requests.all())
}

pub async fn clear_requests(State(portal): State<Arc<Portal>>) -> Json<Value> {
    portal.journal.requests.clear();
    Json(json!({}))
}

pub async fn faults(State(portal): State<Arc<Portal>>) -> Json<Value> {
    Json(portal.faults.to_json())
}

pub async fn inject_faults(
    State(portal): State<Arc<Portal>>,
    JsonBody(body): JsonBody<Value>,
) -> Reply {
    portal
        .faults
        .inject(body)
        .map_err(|text| Failure::bad_request(&text))?;
    Ok(Json(portal.faults.to_json()))
}

pub async fn clear_faults(State(portal): State<Arc<Portal>>) -> Json<Value> {
    portal.faults.clear();
    Json(portal.faults.to_json())
}

pub async fn expire_tokens(State(portal): State<Arc<Portal>>, _: JsonBody<Value>) -> Reply {
    portal.store.with(tokens::expire_all)?;
    Ok(Json(json!({})))
}

pub async fn switches(
    State(portal): State<Arc<Portal>>,
    Query(query): Query<OfApplication>,
) -> Reply {
    let app = named(&portal, query.application.as_deref())?;
    let switches = portal.switches_of(&app.name);
    Ok(Json(Value::Object(switches.to_map())))
}

pub async fn set_switches(
    State(portal): State<Arc<Portal>>,
    Query(query): Query<OfApplication>,
    JsonBody(changes): JsonBody<Map<String, Value>>,
) -> Reply {
    let app = named(&portal, query.application.as_deref())?;
    portal.change(&app.name, changes, |_| Ok(()))?;
    let switches = portal.switches_of(&app.name);
    Ok(Json(Value::Object(switches.to_map())))
}

pub async fn reset(State(portal): State<Arc<Portal>>, _: JsonBody<Value>) -> Reply {
    portal.reset()?;
    lifecycle::install_without_page(&portal)?;
    Ok(Json(json!({})))
}
