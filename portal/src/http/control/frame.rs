//! `/control/frame` and `/control/frame/COMMAND`: what the portal's page asks for its frame.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Json;
use serde::Deserialize;
use serde_json::Value;

use super::{Failure, JsonBody, Reply};
use crate::frame::{self, Error, Opening};
use crate::journal::NewEntry;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::probe::Found;
use crate::store::Frame;

/// `POST /control/probe`: whether the app can be opened so, and how.
pub async fn probe(
    State(portal): State<Arc<Portal>>,
    JsonBody(opening): JsonBody<Opening>,
) -> Result<Json<Found>, Failure> {
    let address = frame::target(&portal, &opening)?.address;
    let own = portal.apps.iter().any(|app| app.is_at(&address));
    if !own && portal.sender.blocked(&address).is_some() {
        return Ok(Json(Found::untried(&address))); // a placement's handler on another machine
    }
    let query = portal.addresses.frame_query();
    Ok(Json(portal.app_probe.run(&address, &query).await))
}

/// `POST /control/frame`: what the page needs for its form and its iframe.
pub async fn open(
    State(portal): State<Arc<Portal>>,
    JsonBody(opening): JsonBody<Opening>,
) -> Reply {
    Ok(Json(frame::open(&portal, opening)?))
}

/// Body of `POST /control/frame/COMMAND`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    app_sid: String,
    #[serde(default)]
    params: Value,
}

/// `POST /control/frame/COMMAND`: the answer for the frame. An error means that the frame gets none.
pub async fn command(
    State(portal): State<Arc<Portal>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    JsonBody(Command { app_sid, params }): JsonBody<Command>,
) -> Reply {
    let Some(frame) = portal.frames.get(&app_sid) else {
        return Err(Error::UnknownSid(app_sid).into());
    };
    // the journal has it because developers look for it between their calls
    let entry = (name == "refreshAuth").then(|| begin_refresh(&portal, &headers, &frame));
    let answer = frame::run(&portal, frame, app_sid, &name, params).await;
    let answer = answer.map(Json).map_err(Failure::from);
    if let Some(id) = entry {
        let ok = StatusCode::OK.as_u16();
        let status = answer.as_ref().map_or_else(Failure::status, |_| ok);
        portal.journal.end_request(id, status, None);
    }
    answer
}

fn begin_refresh(portal: &Portal, headers: &HeaderMap, frame: &Frame) -> u64 {
    portal.journal.begin_request(&NewEntry {
        http_method: &Method::POST,
        path: "/control/frame/refreshAuth".to_owned(),
        method: "frame:refreshAuth",
        headers,
        application: Some(frame.holder.application.clone()),
        user: Some(frame.holder.user),
        params: &Tree::new(),
        warning: None,
    })
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::UnknownApplication(text) => Self::bad_request(&text),
            Error::NoPage(name) => Self::new(
                StatusCode::CONFLICT,
                "NO_PAGE",
                &format!(
                    "the application `{name}` has no page; its install address gets `ONAPPINSTALL`"
                ),
            ),
            Error::NoPlacement(id) => Self::bad_request(&format!(
                "the user sees no placement `{id}` of this code; `/control/placements` lists them"
            )),
            Error::UnknownUser(user) => Self::bad_request(&format!("there is no user `{user}`")),
            Error::UnknownSid(sid) => {
                Self::bad_request(&format!("no frame was opened with appSid `{sid}`"))
            }
            Error::UnknownCommand(name) => {
                Self::bad_request(&format!("there is no command `{name}`"))
            }
            Error::NotInstalled => Self::new(
                StatusCode::FORBIDDEN,
                "NOT_INSTALLED",
                "an administrator has to finish the installation first",
            ),
            Error::NotAdmin => Self::new(
                StatusCode::FORBIDDEN,
                "ACCESS_DENIED",
                "only an administrator may do this",
            ),
            Error::OptionWithoutName => Self::bad_request("an option needs a `name`"),
            Error::RefreshFails => Self::bad_request("refreshing is switched to fail"),
            Error::Database(error) => error.into(),
        }
    }
}
