//! Installing, updating and uninstalling the app by hand.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;

use super::{JsonBody, Reply, named};
use crate::events::lifecycle;
use crate::portal::Portal;

/// Body of `POST /control/application`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationBody {
    /// Its name; none: the first.
    application: Option<String>,
    action: Action,
    /// With `uninstall`: the app's options are deleted too.
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

/// `POST /control/application`: installs, updates or uninstalls the app.
pub async fn application(
    State(portal): State<Arc<Portal>>,
    JsonBody(body): JsonBody<ApplicationBody>,
) -> Reply {
    let app = named(&portal, body.application.as_deref())?;
    match body.action {
        Action::Install => lifecycle::install(&portal, &app.name)?,
        Action::Update => lifecycle::update(&portal, &app.name)?,
        Action::Uninstall => lifecycle::uninstall(&portal, &app.name, body.clean)?,
    }
    Ok(Json(portal.state(app)))
}
