//! The state of a running portal.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::RwLock;
use rusqlite::{Connection, Result};
use serde_json::{Map, Value};

use crate::addresses::Addresses;
use crate::apps::application::{App, Apps};
use crate::apps::identity::{self, Client, Identity};
use crate::apps::users::Users;
use crate::config::Config;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::limits::bucket::Buckets;
use crate::limits::notifications::Notifications;
use crate::limits::operating::Operating;
use crate::outbox::Outbox;
use crate::probe::AppProbe;
use crate::running::Running;
use crate::sender::Sender;
use crate::settings::Settings;
use crate::store::{self, handlers, placements};
use crate::store::{AuthorizationCodes, Frames, PendingBinds, Store};
use crate::stubs::Stubs;
use crate::switches::Switches;

/// How long a change of the handlers waits for further ones before the list is broadcast: a list
/// after each of hundreds would be slow to send and to draw.
const BROADCAST_DELAY: Duration = Duration::from_millis(100);

/// Why switches were not changed.
pub(crate) enum ChangeError {
    /// A name or a value is wrong; the text says which.
    Switch(String),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for ChangeError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// One running portal, shared by both routers.
pub struct Portal {
    pub(crate) config: Config,
    pub(crate) addresses: Addresses,
    pub(crate) apps: Apps,
    pub(crate) users: Users,
    /// The user as whom the app is opened by default.
    pub(crate) user: i64,
    pub(crate) identity: Identity,
    pub(crate) store: Store,
    pub(crate) pending_binds: PendingBinds,
    pub(crate) frames: Frames,
    pub(crate) running: Arc<Running>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) sender: Sender,
    pub(crate) app_probe: AppProbe,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    pub(crate) stubs: Stubs,
    pub(crate) buckets: Buckets,
    pub(crate) operating: Operating,
    pub(crate) authorization_codes: AuthorizationCodes,
    pub(crate) notifications: Notifications,
    last_event: AtomicU64,
    handlers_changed: AtomicBool,
    settings: RwLock<Settings>,
}

impl Portal {
    /// Opens the data file and makes the tokens of the ready line valid. `ca` is the file of the
    /// certificate that the portal's own https has to be trusted by.
    ///
    /// # Errors
    /// The data file cannot be opened or written, or the HTTP client cannot be set up.
    pub(crate) fn new(
        config: Config,
        addresses: Addresses,
        apps: Apps,
        ca: Option<&Path>,
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let users = Users::new(config.users.clone())?;
        let store = Store::open(config.data.as_deref())?;
        let identity = Identity::load_or_create(&store, &apps, &users)?;
        store.transaction(|db| identity.save_tokens(db))?;
        let settings = Settings::load(&store, &config.switches, &apps)?;
        let running = Arc::<Running>::default();
        let outbox = Outbox::new(Arc::clone(&running), config.deliver_at_once);
        Ok(Self {
            running,
            outbox: Arc::new(outbox),
            sender: Sender::new(&config.deliver_to, addresses.own_ports(), ca)?,
            app_probe: AppProbe::new(apps.demo())?,
            pending_binds: PendingBinds::default(),
            frames: Frames::default(),
            journal: Journal::default(),
            faults: Faults::default(),
            stubs: Stubs::default(),
            buckets: Buckets::default(),
            operating: Operating::default(),
            authorization_codes: AuthorizationCodes::default(),
            notifications: Notifications::default(),
            last_event: AtomicU64::new(0),
            handlers_changed: AtomicBool::new(false),
            settings: RwLock::new(settings),
            user: config.user.unwrap_or_else(|| users.first_admin()),
            config,
            addresses,
            apps,
            users,
            identity,
            store,
        })
    }

    /// The portal's switches as they are now: those of the first application and of webhooks.
    pub(crate) fn switches(&self) -> Arc<Switches> {
        self.settings.read().portal()
    }

    /// The switches of an application.
    pub(crate) fn switches_of(&self, application: &str) -> Arc<Switches> {
        self.settings.read().of(application)
    }

    /// Changes some switches of an application and what belongs to that change, in one transaction: an
    /// error changes nothing. `also` must not read the switches: it would wait forever.
    pub(crate) fn change(
        &self,
        application: &str,
        changes: Map<String, Value>,
        also: impl FnOnce(&Connection) -> Result<()>,
    ) -> std::result::Result<(), ChangeError> {
        let mut settings = self.settings.write();
        let changed = settings.with(application, changes);
        let changed = changed.map_err(ChangeError::Switch)?;
        self.store.transaction(|db| {
            also(db)?;
            changed.save(db)
        })?;
        *settings = changed;
        drop(settings);
        self.broadcast_state();
        Ok(())
    }

    /// Numbers the events: 1, 2, 3 …
    pub(crate) fn next_event(&self) -> u64 {
        self.last_event.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Puts everything back as it was at the start. Addresses, and the tokens of the ready line, stay.
    pub(crate) fn reset(self: &Arc<Self>) -> Result<()> {
        self.store.transaction(|db| {
            store::clear(db, identity::SETTING)?;
            self.identity.save_tokens(db)
        })?;
        *self.settings.write() = Settings::new(&self.config.switches, &self.apps);
        self.journal.clear();
        self.faults.clear();
        self.stubs.clear();
        self.authorization_codes.clear();
        self.buckets.clear();
        self.operating.clear();
        self.notifications.clear();
        self.broadcast_handlers();
        self.broadcast_placements();
        self.broadcast_state();
        Ok(())
    }

    /// Broadcasts the handlers, together with the changes of the next moment.
    pub(crate) fn broadcast_handlers(self: &Arc<Self>) {
        if self.handlers_changed.swap(true, Ordering::AcqRel) {
            return;
        }
        let portal = Arc::clone(self);
        self.running.spawn(async move {
            tokio::time::sleep(BROADCAST_DELAY).await;
            // the mark is taken back before the list is read: a change in between is broadcast again
            portal.handlers_changed.swap(false, Ordering::AcqRel);
            let list = || portal.store.with(handlers::all).unwrap_or_default();
            portal.journal.broadcast.send("handlers", list);
        });
    }

    /// Broadcasts the placements, after they changed.
    pub(crate) fn broadcast_placements(&self) {
        let list = || self.store.with(placements::all).unwrap_or_default();
        self.journal.broadcast.send("placements", list);
    }

    /// Broadcasts the state, after switches changed.
    pub(crate) fn broadcast_state(&self) {
        let state = || self.state(self.apps.first());
        self.journal.broadcast.send("state", state);
    }

    /// The URL of a user's webhook, with a slash at its end.
    pub(crate) fn webhook_url(&self, user: i64) -> String {
        format!(
            "{}{}",
            self.addresses.rest(),
            self.identity.webhook_path(user)
        )
    }

    /// What an application is at the authorization server.
    pub(crate) fn client(&self, app: &App) -> Option<&Client> {
        self.identity.client(&app.name)
    }
}
