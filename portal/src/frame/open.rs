//! Opening the frame (contract §8.1).

use serde::Deserialize;
use serde_json::{Value, json};

use super::Error;
use super::init_data::init_data;
use crate::addresses;
use crate::apps::APPLICATION;
use crate::apps::users;
use crate::php;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::secret;
use crate::store::Frame;
use crate::store::placements;
use crate::store::tokens::{self, Holder};

/// Body of `POST /control/frame`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Opening {
    user: Option<i64>,
    placement: Option<String>,
    /// What the place hands to the app, such as the ID of the object on whose page it is.
    placement_options: Tree,
}

/// Opens a frame. Returns what the page needs for its form and its iframe.
pub fn open(portal: &Portal, opening: Opening) -> Result<Value, Error> {
    let frame = new_frame(portal, opening)?;
    let sid = secret::hex(32);
    let answer = description(portal, &frame, &sid)?;
    portal.frames.insert(sid, frame);
    Ok(answer)
}

fn new_frame(portal: &Portal, opening: Opening) -> Result<Frame, Error> {
    let switches = portal.switches();
    let user = opening.user.unwrap_or(portal.config.user);
    if users::find(user).is_none() {
        return Err(Error::UnknownUser(user));
    }
    if !switches.installed && !switches.is_admin(user) {
        return Err(Error::NotInstalled);
    }
    let holder = Holder::new(APPLICATION, user);
    let placement = opening.placement.as_deref().unwrap_or("DEFAULT");
    let placement = placement.to_uppercase();
    Ok(Frame {
        address: address(portal, &placement, &holder)?,
        placement,
        placement_options: opening.placement_options,
        tokens: portal.store.transaction(|db| {
            tokens::issue(db, &holder, switches.token_lifetime, tokens::MAX_DEPTH)
        })?,
        first_run: !portal.store.has_run(user)?,
        holder,
    })
}

fn description(portal: &Portal, frame: &Frame, sid: &str) -> Result<Value, Error> {
    let domain = portal.addresses.domain();
    Ok(json!({
        "name": format!("{domain}|{}|{sid}", portal.addresses.protocol()),
        "action": action(portal, frame, sid),
        "fields": form_fields(portal, frame),
        "appOrigin": addresses::origin_of(&frame.address),
        "appSid": sid,
        "placement": frame.placement,
        "initData": init_data(portal, frame)?,
    }))
}

fn action(portal: &Portal, frame: &Frame, sid: &str) -> String {
    let query = format!("{}&APP_SID={sid}", portal.addresses.frame_query());
    addresses::with_query(&frame.address, &query)
}

/// Where a placement is shown: at the handler that the application registered for it and this user, or
/// for all; else at the app's own address.
fn address(portal: &Portal, placement: &str, holder: &Holder) -> rusqlite::Result<String> {
    let application = &holder.application;
    let all = portal
        .store
        .with(|db| placements::of_application(db, application))?;
    let here = all.into_iter().filter(|one| one.placement == placement);
    let mut own = here.filter(|one| one.user == 0 || one.user == holder.user);
    let handler = own.next().map(|one| one.handler);
    Ok(handler.unwrap_or_else(|| portal.addresses.app.clone()))
}

fn form_fields(portal: &Portal, frame: &Frame) -> Tree {
    let switches = portal.switches();
    let mut fields = Tree::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), json!(value));
    put("AUTH_ID", &frame.tokens.access);
    put("AUTH_EXPIRES", &switches.token_lifetime.to_string());
    put("REFRESH_ID", &frame.tokens.refresh);
    put("SERVER_ENDPOINT", &portal.addresses.authorization_rest());
    put("APPLICATION_TOKEN", &portal.identity.application_token);
    put("APPLICATION_SCOPE", &switches.scopes.join(","));
    put("member_id", &portal.identity.member_id);
    put("status", "L");
    put("PLACEMENT", &frame.placement);
    if !frame.placement_options.is_empty() {
        let options = Value::Object(frame.placement_options.clone());
        put("PLACEMENT_OPTIONS", &php::json::encode(&options));
    }
    fields
}
