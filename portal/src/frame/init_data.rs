//! What the frame gets about portal, app and user (contract §8.4).

use serde_json::{Value, json};

use super::Error;
use crate::apps::LANGUAGE;
use crate::portal::Portal;
use crate::store::Frame;
use crate::store::app_options::Owner;
use crate::store::tokens::Holder;
use crate::switches::Switches;

/// The answer to `getInitData`.
pub fn init_data(portal: &Portal, frame: &Frame) -> Result<Value, Error> {
    let Holder { application, user } = &frame.holder;
    let switches = portal.switches_of(application);
    Ok(json!({
        "LANG": LANGUAGE,
        "DOMAIN": portal.addresses.domain(),
        "PROTOCOL": portal.addresses.protocol(),
        "PATH": "/rest",
        "AUTH_ID": frame.tokens.access,
        "REFRESH_ID": frame.tokens.refresh,
        "AUTH_EXPIRES": switches.token_lifetime.to_string(),
        "MEMBER_ID": portal.identity.member_id,
        "IS_ADMIN": shown_as_admin(&switches, *user),
        "INSTALL": !switches.installed,
        "FIRST_RUN": frame.first_run,
        "USER_OPTIONS": options(portal, Owner::User(application, *user))?,
        "APP_OPTIONS": options(portal, Owner::App(application))?,
        "PLACEMENT": frame.placement,
        "PLACEMENT_OPTIONS": placement_options(frame),
    }))
}

fn placement_options(frame: &Frame) -> Value {
    if frame.placement_options.is_empty() {
        json!("")
    } else {
        Value::Object(frame.placement_options.clone())
    }
}

fn shown_as_admin(switches: &Switches, user: i64) -> bool {
    switches
        .frame_is_admin
        .unwrap_or_else(|| switches.is_admin(user))
}

/// An object, or `[]` when empty, as PHP writes it.
pub fn options(portal: &Portal, owner: Owner<'_>) -> Result<Value, Error> {
    let options = portal.store.options(owner)?;
    Ok(if options.is_empty() {
        json!([])
    } else {
        Value::Object(options)
    })
}
