//! The app's life in the portal (contract §9.5).

use std::sync::Arc;

use rusqlite::Result;
use serde_json::{Map, Value, json};

use crate::auth::APPLICATION;
use crate::delivery::Happening;
use crate::portal::Portal;
use crate::store::unfit;
use crate::system::{self, LANGUAGE};
use crate::tokens;

impl Portal {
    /// Marks the installation as finished, and tells the app.
    pub(crate) fn install(self: &Arc<Self>) -> Result<()> {
        let installed = Map::from_iter([("installed".to_owned(), json!(true))]);
        // the name and the type are right, so only the database can refuse
        self.switch(installed).map_err(unfit)?;
        let switches = self.switches();
        self.tell_app(
            "ONAPPINSTALL",
            json!({
                "VERSION": switches.version,
                "ACTIVE": system::yes(switches.active),
                "INSTALLED": system::yes(true),
                "LANGUAGE_ID": LANGUAGE,
            }),
        )
    }

    fn tell_app(self: &Arc<Self>, event: &str, data: Value) -> Result<()> {
        self.happen(&Happening {
            event: event.to_owned(),
            data,
            user: Some(self.config.user),
            application: Some(APPLICATION.to_owned()),
            depth: tokens::DEPTH,
        })?;
        Ok(())
    }
}
