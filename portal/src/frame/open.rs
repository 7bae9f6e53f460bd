//! Opening the frame (contract §8.1).

use serde::Deserialize;
use serde_json::{Value, json};

use super::Error;
use super::init_data::init_data;
use crate::addresses;
use crate::apps::application::App;
use crate::php;
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::secret;
use crate::store::Frame;
use crate::store::placements;
use crate::store::tokens::{self, Holder};

/// The application's own page.
const DEFAULT: &str = "DEFAULT";

/// Body of `POST /control/frame`, and of `POST /control/probe`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Opening {
    application: Option<String>,
    user: Option<i64>,
    placement: Option<String>,
    /// Which of the placements with this code; none: the first.
    placement_id: Option<i64>,
    placement_options: PlacementOptions,
}

/// What the place hands to the app, such as the ID of the object on whose page it is: as an object, or
/// as a query.
#[derive(Deserialize)]
#[serde(untagged)]
enum PlacementOptions {
    Tree(Tree),
    Query(String),
}

impl Default for PlacementOptions {
    fn default() -> Self {
        Self::Tree(Tree::new())
    }
}

impl PlacementOptions {
    fn into_tree(self) -> Tree {
        match self {
            Self::Tree(tree) => tree,
            Self::Query(query) => brackets::parse(query.as_bytes()),
        }
    }
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
    let Target {
        holder,
        placement,
        address,
    } = target(portal, &opening)?;
    let lifetime = portal.switches().token_lifetime;
    Ok(Frame {
        address,
        placement,
        placement_options: opening.placement_options.into_tree(),
        tokens: portal
            .store
            .transaction(|db| tokens::issue(db, &holder, lifetime, tokens::MAX_DEPTH))?,
        first_run: !portal.store.has_run(&holder)?,
        holder,
    })
}

/// What a frame shows, and to whom.
pub struct Target {
    holder: Holder,
    /// In upper case.
    placement: String,
    pub address: String,
}

/// What such a frame would show.
pub fn target(portal: &Portal, opening: &Opening) -> Result<Target, Error> {
    let app = portal.apps.named(opening.application.as_deref());
    let app = app.map_err(Error::UnknownApplication)?;
    let switches = portal.switches_of(&app.name);
    let user = opening.user.unwrap_or(portal.user);
    if portal.users.find(user).is_none() {
        return Err(Error::UnknownUser(user));
    }
    if !switches.installed && !switches.is_admin(user) {
        return Err(Error::NotInstalled);
    }
    let placement = placement(app, switches.installed, opening.placement.as_deref());
    let id = opening.placement_id.filter(|_| placement != DEFAULT);
    Ok(Target {
        address: address(portal, app, &placement, id, user)?,
        holder: Holder::new(&app.name, user),
        placement,
    })
}

fn description(portal: &Portal, frame: &Frame, sid: &str) -> Result<Value, Error> {
    let domain = portal.addresses.domain();
    Ok(json!({
        "application": frame.holder.application,
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

/// In upper case. An installer is shown on the app's own page only.
fn placement(app: &App, installed: bool, placement: Option<&str>) -> String {
    let shown = placement.filter(|_| installed || app.install_url.is_none());
    shown.unwrap_or(DEFAULT).to_uppercase()
}

/// Where a placement of an app is shown: at the handler that it registered for this user or for all;
/// else at the app's own address, or at that of its installer.
fn address(
    portal: &Portal,
    app: &App,
    placement: &str,
    id: Option<i64>,
    user: i64,
) -> Result<String, Error> {
    let all = portal
        .store
        .with(|db| placements::of_application(db, &app.name))?;
    let here = all.into_iter().filter(|one| one.placement == placement);
    let mut own = here.filter(|one| one.is_for(user) && id.is_none_or(|id| one.id == id));
    if let Some(bound) = own.next() {
        return Ok(bound.handler);
    }
    if let Some(id) = id {
        return Err(Error::NoPlacement(id));
    }
    let installed = portal.switches_of(&app.name).installed;
    let page = app.page(installed).map(str::to_owned);
    page.ok_or_else(|| Error::NoPage(app.name.clone()))
}

fn form_fields(portal: &Portal, frame: &Frame) -> Tree {
    let application = &frame.holder.application;
    let switches = portal.switches_of(application);
    let mut fields = Tree::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), json!(value));
    put("AUTH_ID", &frame.tokens.access);
    put("AUTH_EXPIRES", &switches.token_lifetime.to_string());
    put("REFRESH_ID", &frame.tokens.refresh);
    put("SERVER_ENDPOINT", &portal.addresses.authorization_rest());
    put(
        "APPLICATION_TOKEN",
        portal.identity.application_token(application),
    );
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
