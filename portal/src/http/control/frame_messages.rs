//! `/control/frame-messages`: the journal of what the frame and the portal's page said.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde_json::{Value, json};

use super::{JsonBody, Reply};
use crate::journal::{FrameMessage, NewFrameMessage};
use crate::portal::Portal;

pub async fn list(State(portal): State<Arc<Portal>>) -> Json<Vec<FrameMessage>> {
    Json(portal.journal.frame_messages.all())
}

pub async fn add(
    State(portal): State<Arc<Portal>>,
    JsonBody(message): JsonBody<NewFrameMessage>,
) -> Reply {
    portal.journal.add_frame_message(message);
    Ok(Json(json!({})))
}

pub async fn clear(State(portal): State<Arc<Portal>>) -> Json<Value> {
    portal.journal.frame_messages.clear();
    Json(json!({}))
}
