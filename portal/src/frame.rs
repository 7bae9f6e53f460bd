//! The frame that the portal's page opens, and what it asks for (contract §8).

use std::collections::HashMap;
use std::future::pending;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Json;
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::bracket::Tree;
use crate::control::{Body, Failure, Reply};
use crate::identity::Pair;
use crate::php;
use crate::portal::Portal;
use crate::secret;
use crate::switches::{Refresh, Switches};
use crate::system::LANGUAGE;
use crate::tokens;
use crate::users;

/// The frames that were opened, by `APP_SID`.
pub type Frames = Mutex<HashMap<String, Frame>>;

/// One rendering of the app.
#[derive(Clone)]
pub struct Frame {
    user: i64,
    placement: String,
    pair: Pair,
    first_run: bool,
}

/// Body of `POST /control/frame`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Opening {
    user: Option<i64>,
    placement: Option<String>,
}

/// Body of `POST /control/frame/COMMAND`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    app_sid: String,
    #[serde(default)]
    params: Value,
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

fn init_data(portal: &Portal, frame: &Frame) -> Value {
    let switches = portal.switches();
    json!({
        "LANG": LANGUAGE,
        "DOMAIN": portal.addresses.domain(),
        "PROTOCOL": 0,
        "PATH": "/rest",
        "AUTH_ID": frame.pair.access,
        "REFRESH_ID": frame.pair.refresh,
        "AUTH_EXPIRES": switches.token_lifetime.to_string(),
        "MEMBER_ID": portal.identity.member_id,
        "IS_ADMIN": shown_as_admin(&switches, frame.user),
        "INSTALL": !switches.installed,
        "FIRST_RUN": frame.first_run,
        "USER_OPTIONS": options(portal, &user_options(frame.user)),
        "APP_OPTIONS": options(portal, APP_OPTIONS),
        "PLACEMENT": frame.placement,
        "PLACEMENT_OPTIONS": "",
    })
}

fn shown_as_admin(switches: &Switches, user: i64) -> bool {
    switches
        .frame_is_admin
        .unwrap_or_else(|| switches.is_admin(user))
}

const APP_OPTIONS: &str = "options.app";

fn user_options(user: i64) -> String {
    format!("options.user.{user}")
}

/// An object, or `[]` when empty, as PHP writes it.
fn options(portal: &Portal, setting: &str) -> Value {
    let saved: Option<Tree> = portal.store.setting(setting).unwrap_or_default();
    saved
        .filter(|map| !map.is_empty())
        .map_or_else(|| json!([]), Value::Object)
}

/// `POST /control/frame/COMMAND`: the answer for the frame. An error means that the frame gets none.
pub async fn command(
    State(portal): State<Arc<Portal>>,
    Path(name): Path<String>,
    Body(command): Body<Command>,
) -> Reply {
    let sid = command.app_sid;
    let frame = portal.frames.lock().get(&sid).cloned();
    let frame =
        frame.ok_or_else(|| Failure::bad(&format!("no frame was opened with appSid `{sid}`")))?;
    let answer = match name.as_str() {
        "getInitData" => get_init_data(&portal, &frame, &sid),
        "refreshAuth" => refresh_auth(&portal, frame, sid).await?,
        "setInstall" => set_install(&portal, &frame, command.params)?,
        "setInstallFinish" => set_install_finish(&portal, &frame)?,
        "setAppOption" => set_app_option(&portal, &frame, &command.params)?,
        "setUserOption" => set_user_option(&portal, &frame, command.params)?,
        _ => return Err(Failure::bad(&format!("there is no command `{name}`"))),
    };
    Ok(Json(answer))
}

fn get_init_data(portal: &Portal, frame: &Frame, sid: &str) -> Value {
    if let Some(frame) = portal.frames.lock().get_mut(sid) {
        frame.first_run = false;
    }
    init_data(portal, frame)
}

async fn refresh_auth(portal: &Portal, frame: Frame, sid: String) -> Result<Value, Failure> {
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

fn set_install(portal: &Portal, frame: &Frame, params: Value) -> Result<Value, Failure> {
    if params.get("install").is_some_and(php::truthy) {
        portal.store.save(&format!("run.{}", frame.user), &true)?;
    }
    Ok(params)
}

fn set_install_finish(portal: &Arc<Portal>, frame: &Frame) -> Result<Value, Failure> {
    need_admin(portal, frame)?;
    portal.install()?;
    Ok(json!({}))
}

fn set_app_option(portal: &Portal, frame: &Frame, params: &Value) -> Result<Value, Failure> {
    need_admin(portal, frame)?;
    set_option(portal, APP_OPTIONS, params)?;
    Ok(options(portal, APP_OPTIONS))
}

fn set_user_option(portal: &Portal, frame: &Frame, params: Value) -> Result<Value, Failure> {
    set_option(portal, &user_options(frame.user), &params)?;
    Ok(params)
}

fn need_admin(portal: &Portal, frame: &Frame) -> Result<(), Failure> {
    if portal.switches().is_admin(frame.user) {
        return Ok(());
    }
    Err(Failure::new(
        StatusCode::FORBIDDEN,
        "ACCESS_DENIED",
        "only an administrator may do this",
    ))
}

fn set_option(portal: &Portal, setting: &str, params: &Value) -> Result<(), Failure> {
    let name = params
        .get("name")
        .and_then(php::text)
        .filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Failure::bad("an option needs a `name`"))?;
    let value = params.get("value").unwrap_or(&Value::Null);
    let value = php::text(value).map_or_else(|| value.clone(), Value::String);
    let mut all: Tree = portal.store.setting(setting)?.unwrap_or_else(Map::new);
    all.insert(name, value);
    Ok(portal.store.save(setting, &all)?)
}

impl Portal {
    fn has_run(&self, user: i64) -> rusqlite::Result<bool> {
        Ok(self.store.setting(&format!("run.{user}"))?.unwrap_or(false))
    }
}
