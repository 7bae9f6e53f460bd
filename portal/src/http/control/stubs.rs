//! `/control/stubs`: answers for methods that the portal has not.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;

use super::{Failure, JsonBody};
use crate::portal::Portal;
use crate::rest;
use crate::stubs::Stub;

/// Body of `POST /control/stubs`.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum StubsBody {
    List(Vec<Stub>),
    One(Stub),
}

pub async fn list(State(portal): State<Arc<Portal>>) -> Json<Vec<Stub>> {
    Json(portal.stubs.all())
}

pub async fn add(
    State(portal): State<Arc<Portal>>,
    JsonBody(body): JsonBody<StubsBody>,
) -> Result<Json<Vec<Stub>>, Failure> {
    let stubs = match body {
        StubsBody::List(list) => list,
        StubsBody::One(stub) => vec![stub],
    };
    for stub in &stubs {
        let check = stub.check(rest::has_method);
        check.map_err(|text| Failure::bad_request(&text))?;
    }
    portal.stubs.add(stubs);
    Ok(Json(portal.stubs.all()))
}

pub async fn clear(State(portal): State<Arc<Portal>>) -> Json<Vec<Stub>> {
    portal.stubs.clear();
    Json(portal.stubs.all())
}
