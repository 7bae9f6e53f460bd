//! `POST /control/application`: the app's life by hand.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;

use super::{Body, Reply};
use crate::events::lifecycle;
use crate::portal::Portal;

/// What is to happen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    action: Action,
    /// For uninstall: the app's options go too.
    #[serde(default)]
    clean: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Install,
    Update,
    Uninstall,
}

pub async fn application(State(portal): State<Arc<Portal>>, Body(order): Body<Order>) -> Reply {
    match order.action {
        Action::Install => lifecycle::install(&portal)?,
        Action::Update => lifecycle::update(&portal)?,
        Action::Uninstall => lifecycle::uninstall(&portal, order.clean)?,
    }
    Ok(Json(portal.state()))
}
