//! The commands of the frame that need the server (contract §8.3).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Frame;
use super::init_data::{APP_OPTIONS, init_data, options, user_options};
use super::refresh::refresh_auth;
use crate::http::control::{Body, Failure, Reply};
use crate::php;
use crate::php::brackets::Tree;
use crate::portal::Portal;

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
    Body(command): Body<Command>,
) -> Reply {
    let sid = command.app_sid;
    let frame = portal.frames.lock().get(&sid).cloned();
    let frame =
        frame.ok_or_else(|| Failure::bad(&format!("no frame was opened with appSid `{sid}`")))?;
    let answer = match name.as_str() {
        "getInitData" => get_init_data(&portal, &frame, &sid),
        "refreshAuth" => refresh_auth(&portal, &headers, frame, sid).await?,
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
