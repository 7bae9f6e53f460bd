//! Opening the frame (contract §8.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Frame;
use super::init_data::init_data;
use crate::apps::users;
use crate::http::control::{Body, Failure, Reply};
use crate::portal::Portal;
use crate::rest::methods::app::LANGUAGE;
use crate::secret;
use crate::store::tokens;

/// Body of `POST /control/frame`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Opening {
    user: Option<i64>,
    placement: Option<String>,
}

/// `POST /control/frame`: what the page needs for its form and its iframe.
pub async fn open(State(portal): State<Arc<Portal>>, Body(opening): Body<Opening>) -> Reply {
    let frame = new_frame(&portal, opening)?;
    let sid = secret::hex(32);
    let answer = described(&portal, &frame, &sid);
    portal.frames.lock().insert(sid, frame);
    Ok(Json(answer))
}

fn new_frame(portal: &Portal, opening: Opening) -> Result<Frame, Failure> {
    let switches = portal.switches();
    let user = opening.user.unwrap_or(portal.config.user);
    if users::find(user).is_none() {
        return Err(Failure::bad(&format!("there is no user `{user}`")));
    }
    if !switches.installed && !switches.is_admin(user) {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "NOT_INSTALLED",
            "an administrator has to finish the installation first",
        ));
    }
    Ok(Frame {
        user,
        placement: opening
            .placement
            .unwrap_or_else(|| "DEFAULT".to_owned())
            .to_uppercase(),
        pair: portal
            .store
            .with(|db| tokens::issue(db, user, switches.token_lifetime, tokens::DEPTH))?,
        first_run: !portal.has_run(user)?,
    })
}

fn described(portal: &Portal, frame: &Frame, sid: &str) -> Value {
    let domain = portal.addresses.domain();
    json!({
        "name": format!("{domain}|0|{sid}"),
        "action": action(portal, sid),
        "fields": fields(portal, frame),
        "appOrigin": portal.addresses.app_origin(),
        "appSid": sid,
        "initData": init_data(portal, frame),
    })
}

fn action(portal: &Portal, sid: &str) -> String {
    let app = &portal.addresses.app;
    let joint = if app.contains('?') { '&' } else { '?' };
    let domain: String =
        form_urlencoded::byte_serialize(portal.addresses.domain().as_bytes()).collect();
    format!("{app}{joint}DOMAIN={domain}&PROTOCOL=0&LANG={LANGUAGE}&APP_SID={sid}")
}

fn fields(portal: &Portal, frame: &Frame) -> Value {
    let switches = portal.switches();
    json!({
        "AUTH_ID": frame.pair.access,
        "AUTH_EXPIRES": switches.token_lifetime.to_string(),
        "REFRESH_ID": frame.pair.refresh,
        "SERVER_ENDPOINT": portal.addresses.rest(),
        "APPLICATION_TOKEN": portal.identity.application_token,
        "APPLICATION_SCOPE": switches.scopes.join(","),
        "member_id": portal.identity.member_id,
        "status": "L",
        "PLACEMENT": frame.placement,
    })
}

impl Portal {
    fn has_run(&self, user: i64) -> rusqlite::Result<bool> {
        Ok(self.store.setting(&format!("run.{user}"))?.unwrap_or(false))
    }
}
