//! The commands of the frame that the page cannot answer by itself (contract §8.3).

use std::sync::Arc;

use serde_json::{Value, json};

use super::Error;
use super::init_data::{init_data, options};
use super::refresh::refresh_auth;
use crate::events::lifecycle;
use crate::php;
use crate::portal::Portal;
use crate::store::Frame;
use crate::store::app_options::Owner;
use crate::store::tokens::Holder;

/// Runs a command. Returns the answer for the frame.
pub async fn run(
    portal: &Arc<Portal>,
    frame: Frame,
    sid: String,
    name: &str,
    params: Value,
) -> Result<Value, Error> {
    match name {
        "getInitData" => get_init_data(portal, &frame, &sid),
        "refreshAuth" => refresh_auth(portal, frame, sid).await,
        "setInstall" => set_install(portal, &frame, params),
        "setInstallFinish" => set_install_finish(portal, &frame),
        "setAppOption" => set_app_option(portal, &frame, &params),
        "setUserOption" => set_user_option(portal, &frame, params),
        _ => Err(Error::UnknownCommand(name.to_owned())),
    }
}

fn get_init_data(portal: &Portal, frame: &Frame, sid: &str) -> Result<Value, Error> {
    portal.frames.end_first_run(sid);
    init_data(portal, frame)
}

fn set_install(portal: &Portal, frame: &Frame, params: Value) -> Result<Value, Error> {
    if params.get("install").is_some_and(php::truthy) {
        portal.store.set_has_run(&frame.holder)?;
    }
    Ok(params)
}

fn set_install_finish(portal: &Arc<Portal>, frame: &Frame) -> Result<Value, Error> {
    need_admin(portal, frame)?;
    lifecycle::install(portal, &frame.holder.application)?;
    Ok(json!({}))
}

fn set_app_option(portal: &Portal, frame: &Frame, params: &Value) -> Result<Value, Error> {
    need_admin(portal, frame)?;
    let owner = Owner::App(&frame.holder.application);
    set_option(portal, owner, params)?;
    options(portal, owner)
}

fn set_user_option(portal: &Portal, frame: &Frame, params: Value) -> Result<Value, Error> {
    let Holder { application, user } = &frame.holder;
    set_option(portal, Owner::User(application, *user), &params)?;
    Ok(params)
}

fn need_admin(portal: &Portal, frame: &Frame) -> Result<(), Error> {
    if portal.switches().is_admin(frame.holder.user) {
        Ok(())
    } else {
        Err(Error::NotAdmin)
    }
}

fn set_option(portal: &Portal, owner: Owner<'_>, params: &Value) -> Result<(), Error> {
    let name = params
        .get("name")
        .and_then(php::text)
        .filter(|name| !name.is_empty());
    let name = name.ok_or(Error::OptionWithoutName)?;
    let value = params.get("value").unwrap_or(&Value::Null);
    let value = php::text(value).map_or_else(|| value.clone(), Value::String);
    Ok(portal.store.set_option(owner, name, value)?)
}
