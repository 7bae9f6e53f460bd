//! A new token for the frame (contract §8.3).

use std::future::pending;

use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};

use super::Frame;
use crate::http::control::Failure;
use crate::journal::NewEntry;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::rest::credential::APPLICATION;
use crate::store::tokens;
use crate::switches::Refresh;

/// Answers `refreshAuth`. Developers look for it between their calls, so the journal has it.
pub async fn refresh_auth(
    portal: &Portal,
    headers: &HeaderMap,
    frame: Frame,
    sid: String,
) -> Result<Value, Failure> {
    let id = portal.journal.begin_request(&NewEntry {
        verb: &Method::POST,
        path: "/control/frame/refreshAuth".to_owned(),
        method: "frame:refreshAuth",
        headers,
        application: Some(APPLICATION.to_owned()),
        user: Some(frame.user),
        params: &Tree::new(),
        warning: None,
    });
    let answer = renew(portal, frame, sid).await;
    let ok = StatusCode::OK.as_u16();
    let status = answer.as_ref().map_or_else(Failure::status, |_| ok);
    portal.journal.end_request(id, status, None);
    answer
}

async fn renew(portal: &Portal, frame: Frame, sid: String) -> Result<Value, Failure> {
    match portal.switches().refresh {
        Refresh::Success => {}
        Refresh::Failure => return Err(Failure::bad("refreshing is switched to fail")),
        Refresh::Silence => pending().await,
    }
    let life = portal.switches().token_lifetime;
    let pair = portal
        .store
        .with(|db| tokens::issue(db, frame.user, life, tokens::DEPTH))?;
    let answer = json!({"AUTH_ID": pair.access, "AUTH_EXPIRES": life.to_string(), "REFRESH_ID": pair.refresh});
    portal.frames.lock().insert(sid, Frame { pair, ..frame });
    Ok(answer)
}
