//! Installing, updating and uninstalling the app, with their events (contract §9.5).

use std::sync::Arc;

use rusqlite::{Connection, Result};
use serde_json::{Map, Value, json};

use super::emit::Emission;
use super::{Event, emit};
use crate::apps::LANGUAGE;
use crate::php;
use crate::portal::{ChangeError, Portal};
use crate::store::handlers::{self, Handler};
use crate::store::{self, app_options, placements, tokens};
use crate::switches::UpdateHandlers;

/// Installs the applications without a page that are not installed yet: nobody has to finish it.
pub fn install_without_page(portal: &Arc<Portal>) -> Result<()> {
    let without_page = portal.apps.iter().filter(|app| app.api_only);
    let mut new = without_page.filter(|app| !portal.switches_of(&app.name).installed);
    new.try_for_each(|app| install(portal, &app.name))
}

/// Finishes the installation: the app gets `ONAPPINSTALL`, without a page at its install address.
pub fn install(portal: &Arc<Portal>, application: &str) -> Result<()> {
    let changes = json!({"installed": true, "active": true, "applicationFound": true});
    let installer = installer(portal, application);
    change(portal, application, changes, |db| match &installer {
        Some(handler) => handlers::add(db, handler).map(|_new| ()),
        None => Ok(()),
    })?;
    portal.broadcast_handlers();
    let switches = portal.switches_of(application);
    let data = json!({
        "VERSION": switches.version,
        "ACTIVE": php::yes_no(switches.active),
        "INSTALLED": php::yes_no(true),
        "LANGUAGE_ID": LANGUAGE,
    });
    emit_to_app(portal, application, "ONAPPINSTALL", data)
}

/// The handler that the portal itself binds for an application without a page.
fn installer(portal: &Portal, application: &str) -> Option<Handler> {
    let app = portal.apps.find(application).filter(|app| app.api_only)?;
    Some(Handler {
        id: 0,
        application: application.to_owned(),
        event: "ONAPPINSTALL".to_owned(),
        handler: app.install_url.clone()?,
        user: 0,
        offline: false,
        connector: String::new(),
        options: json!({}),
    })
}

/// Installs the next version, which removes or keeps the handlers as the switch `updateHandlers` says.
/// Those that were bound before get `ONAPPUPDATE`, once the new version is saved: what they bind then
/// is of the new version.
pub fn update(portal: &Arc<Portal>, application: &str) -> Result<()> {
    let switches = portal.switches_of(application);
    let previous = switches.version;
    let data =
        json!({"VERSION": previous + 1, "PREVIOUS_VERSION": previous, "LANGUAGE_ID": LANGUAGE});
    let event = to_app(portal, application, "ONAPPUPDATE", data);
    let mut emission = Emission::of(portal, &event)?;
    change(
        portal,
        application,
        json!({"version": previous + 1}),
        |db| {
            emission.queue(db)?;
            match switches.update_handlers {
                UpdateHandlers::Removed => handlers::remove_all(db, application),
                UpdateHandlers::Kept => handlers::remove_event(db, application, "ONAPPINSTALL"),
            }?;
            Ok(())
        },
    )?;
    portal.broadcast_handlers();
    emission.deliver(portal)?;
    Ok(())
}

/// Uninstalls the app: it gets `ONAPPUNINSTALL`, then its handlers, placements and queues are deleted, with
/// `clean` its options too.
pub fn uninstall(portal: &Arc<Portal>, application: &str, clean: bool) -> Result<()> {
    let data = json!({"LANGUAGE_ID": LANGUAGE, "CLEAN": u8::from(clean).to_string()});
    emit_to_app(portal, application, "ONAPPUNINSTALL", data)?;
    let changes = json!({"installed": false, "applicationFound": false});
    change(portal, application, changes, |db| {
        handlers::remove_all(db, application)?;
        placements::remove_all(db, application)?;
        store::delete_queues(db, application)?;
        if clean {
            app_options::delete_options(db, application)?;
        }
        Ok(())
    })?;
    portal.broadcast_handlers();
    portal.broadcast_placements();
    Ok(())
}

fn change(
    portal: &Portal,
    application: &str,
    switches: Value,
    also: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    let switches = match switches {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    portal
        .change(application, switches, also)
        .map_err(|error| match error {
            ChangeError::Switch(text) => store::not_storable(text),
            ChangeError::Database(error) => error,
        })
}

fn emit_to_app(portal: &Arc<Portal>, application: &str, code: &str, data: Value) -> Result<()> {
    emit(portal, &to_app(portal, application, code, data))?;
    Ok(())
}

fn to_app(portal: &Portal, application: &str, code: &str, data: Value) -> Event {
    Event {
        code: code.to_owned(),
        data,
        user: Some(portal.user),
        application: Some(application.to_owned()),
        cause: None,
        depth: tokens::MAX_DEPTH,
    }
}
