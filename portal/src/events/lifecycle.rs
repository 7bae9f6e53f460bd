//! The app's life in the portal (contract §9.5).

use std::sync::Arc;

use rusqlite::{Connection, Result};
use serde_json::{Map, Value, json};

use crate::events::emit::Happening;
use crate::portal::Portal;
use crate::rest::credential::APPLICATION;
use crate::rest::methods::app::{self, LANGUAGE};
use crate::store::tokens;
use crate::store::unfit;
use crate::switches::UpdateHandlers;

impl Portal {
    /// The installation is finished; the app is told.
    pub(crate) fn install(self: &Arc<Self>) -> Result<()> {
        self.set_app(json!({"installed": true, "active": true, "applicationFound": true}))?;
        let switches = self.switches();
        self.tell_app(
            "ONAPPINSTALL",
            json!({
                "VERSION": switches.version,
                "ACTIVE": app::yes(switches.active),
                "INSTALLED": app::yes(true),
                "LANGUAGE_ID": LANGUAGE,
            }),
        )
    }

    /// The next version is installed; the app is told, then its handlers go as the switch says.
    pub(crate) fn update(self: &Arc<Self>) -> Result<()> {
        let previous = self.switches().version;
        self.set_app(json!({"version": previous + 1}))?;
        let data =
            json!({"VERSION": previous + 1, "PREVIOUS_VERSION": previous, "LANGUAGE_ID": LANGUAGE});
        self.tell_app("ONAPPUPDATE", data)?;
        let gone = match self.switches().update_handlers {
            UpdateHandlers::Removed => "application = ?1",
            UpdateHandlers::Kept => "application = ?1 AND event = 'ONAPPINSTALL'",
        };
        self.store.with(|db| remove(db, "handler", gone))?;
        self.tell_handlers();
        Ok(())
    }

    /// The app is told and then gone, with its handlers and queues, and its options if `clean`.
    pub(crate) fn uninstall(self: &Arc<Self>, clean: bool) -> Result<()> {
        let data = json!({"LANGUAGE_ID": LANGUAGE, "CLEAN": u8::from(clean).to_string()});
        self.tell_app("ONAPPUNINSTALL", data)?;
        self.store.with(|db| forget(db, clean))?;
        self.tell_handlers();
        self.set_app(json!({"installed": false, "applicationFound": false}))
    }

    fn set_app(&self, changes: Value) -> Result<()> {
        let changes = match changes {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        self.switch(changes).map_err(unfit)
    }

    fn tell_app(self: &Arc<Self>, event: &str, data: Value) -> Result<()> {
        self.happen(&Happening {
            event: event.to_owned(),
            data,
            user: Some(self.config.user),
            application: Some(APPLICATION.to_owned()),
            cause: None,
            depth: tokens::DEPTH,
        })?;
        Ok(())
    }
}

fn forget(db: &Connection, clean: bool) -> Result<()> {
    remove(db, "handler", "application = ?1")?;
    remove(db, "offline", "application = ?1")?;
    if clean {
        let options = "DELETE FROM setting WHERE name LIKE 'options.%' OR name LIKE 'run.%'";
        db.execute(options, [])?;
    }
    Ok(())
}

fn remove(db: &Connection, table: &str, condition: &str) -> Result<()> {
    db.execute(
        &format!("DELETE FROM {table} WHERE {condition}"),
        [APPLICATION],
    )?;
    Ok(())
}
