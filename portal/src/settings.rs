//! The switches in force: the portal's, and what further applications have of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, Result};
use serde_json::{Map, Value};

use crate::apps::application::{App, Apps};
use crate::store::{self, Store, saved};
use crate::switches::Switches;

const SETTING: &str = "switches";

/// The switches that each application has of its own.
const OWN: [&str; 6] = [
    "installed",
    "active",
    "version",
    "paymentExpired",
    "scopes",
    "applicationFound",
];

/// The switches of each application. The first one's are the portal's.
#[derive(Clone)]
pub struct Settings {
    portal: Arc<Switches>,
    /// By name; the portal's with the application's own.
    further: BTreeMap<String, Arc<Switches>>,
}

impl Settings {
    /// Those of the start.
    pub fn new(start: &Switches, apps: &Apps) -> Self {
        let of = |app: &App| Arc::new(at_start(start, app));
        let further = apps.further().map(|app| (app.name.clone(), of(app)));
        Self {
            further: further.collect(),
            portal: of(apps.first()),
        }
    }

    /// The saved ones, as far as this portal knows them; else those of the start.
    pub fn load(store: &Store, start: &Switches, apps: &Apps) -> Result<Self> {
        let fresh = Self::new(start, apps);
        let portal = load_one(store, SETTING, &fresh.portal)?.with_flags(start);
        let mut further = BTreeMap::new();
        for (name, switches) in &fresh.further {
            let own = load_one(store, &setting(name), switches)?;
            further.insert(name.clone(), Arc::new(with_own(&portal, &own)));
        }
        Ok(Self {
            portal: Arc::new(portal),
            further,
        })
    }

    /// The portal's, which are those of the first application and of webhooks.
    pub fn portal(&self) -> Arc<Switches> {
        Arc::clone(&self.portal)
    }

    /// Those of an application.
    pub fn of(&self, application: &str) -> Arc<Switches> {
        Arc::clone(self.further.get(application).unwrap_or(&self.portal))
    }

    /// With some switches of an application changed. The error says which name or value is wrong.
    pub fn with(
        &self,
        application: &str,
        changes: Map<String, Value>,
    ) -> std::result::Result<Self, String> {
        let mut changed = self.clone();
        if let Some(own) = self.further.get(application) {
            check_own(&changes)?;
            let own = Arc::new(own.with(changes)?);
            changed.further.insert(application.to_owned(), own);
            return Ok(changed);
        }
        changed.portal = Arc::new(self.portal.with(changes)?);
        for own in changed.further.values_mut() {
            *own = Arc::new(with_own(&changed.portal, own));
        }
        Ok(changed)
    }

    /// Saves them all.
    pub fn save(&self, db: &Connection) -> Result<()> {
        store::save_setting(db, SETTING, &*self.portal)?;
        let mut further = self.further.iter();
        further.try_for_each(|(name, own)| store::save_setting(db, &setting(name), &**own))
    }
}

/// Those of an application at the start: one that has an installer is not installed yet.
fn at_start(portal: &Switches, app: &App) -> Switches {
    let mut own = portal.clone();
    own.installed &= app.install_url.is_none();
    if let Some(scopes) = &app.scopes {
        own.scopes.clone_from(scopes);
    }
    own
}

/// The portal's switches with an application's own.
fn with_own(portal: &Switches, own: &Switches) -> Switches {
    Switches {
        installed: own.installed,
        active: own.active,
        version: own.version,
        payment_expired: own.payment_expired,
        scopes: own.scopes.clone(),
        application_found: own.application_found,
        ..portal.clone()
    }
}

fn setting(application: &str) -> String {
    format!("{SETTING}.{application}")
}

fn load_one(store: &Store, setting: &str, fresh: &Switches) -> Result<Switches> {
    let saved: Map<String, Value> = store.setting(setting)?.unwrap_or_default();
    let (switches, left) = saved::restore(fresh, saved);
    for name in left {
        eprintln!(
            "the saved switch `{name}` is unknown or its value wrong: it has its default now"
        );
    }
    Ok(switches)
}

/// Refuses what an application does not have of its own.
fn check_own(changes: &Map<String, Value>) -> std::result::Result<(), String> {
    match changes.keys().find(|name| !OWN.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(format!(
            "`{name}` is no switch of an application; these are: {}",
            OWN.join(", ")
        )),
    }
}
