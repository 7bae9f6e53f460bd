//! What the frame is told about itself (contract §8.4).

use serde_json::{Value, json};

use super::Frame;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::rest::methods::app::LANGUAGE;
use crate::switches::Switches;

/// The answer to `getInitData`.
pub fn init_data(portal: &Portal, frame: &Frame) -> Value {
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

/// Where the app's options are kept.
pub const APP_OPTIONS: &str = "options.app";

/// Where a user's options are kept.
pub fn user_options(user: i64) -> String {
    format!("options.user.{user}")
}

/// An object, or `[]` when empty, as PHP writes it.
pub fn options(portal: &Portal, setting: &str) -> Value {
    let saved: Option<Tree> = portal.store.setting(setting).unwrap_or_default();
    saved
        .filter(|map| !map.is_empty())
        .map_or_else(|| json!([]), Value::Object)
}
