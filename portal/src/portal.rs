//! The state of a running portal.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::RwLock;
use rusqlite::{Connection, Result};
use serde_json::{Map, Value, json};

use crate::addresses::Addresses;
use crate::apps::identity::{self, Identity};
use crate::apps::users;
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
use crate::store::{self, handlers, saved};
use crate::store::{AuthorizationCodes, Frames, PendingBinds, Store};
use crate::stubs::Stubs;
use crate::switches::Switches;

const SWITCHES: &str = "switches";

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
    switches: RwLock<Arc<Switches>>,
}

/// The saved switches, as far as this portal knows them; else those of the start.
fn load_switches(store: &Store, start: &Switches) -> Result<Switches> {
    let saved: Map<String, Value> = store.setting(SWITCHES)?.unwrap_or_default();
    let (switches, left) = saved::restore(start, saved);
    for name in left {
        eprintln!(
            "the saved switch `{name}` is unknown or its value wrong: it has its default now"
        );
    }
    Ok(switches.with_flags(start))
}

impl Portal {
    /// Opens the data file and makes the tokens of the ready line valid. `ca` is the file of the
    /// certificate that the portal's own https has to be trusted by.
    ///
    /// # Errors
    /// The data file cannot be opened or written, or the HTTP client cannot be set up.
    pub fn new(
        config: Config,
        addresses: Addresses,
        ca: Option<&Path>,
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let store = Store::open(config.data.as_deref())?;
        let identity = Identity::load_or_create(&store)?;
        store.transaction(|db| identity.save_tokens(db))?;
        let switches = load_switches(&store, &config.switches)?;
        let running = Arc::<Running>::default();
        let outbox = Outbox::new(Arc::clone(&running), config.deliver_at_once);
        Ok(Self {
            running,
            outbox: Arc::new(outbox),
            sender: Sender::new(&config.deliver_to, addresses.own_ports(), ca)?,
            app_probe: AppProbe::new(config.app.is_none())?,
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
            switches: RwLock::new(Arc::new(switches)),
            config,
            addresses,
            identity,
            store,
        })
    }

    /// The switches as they are now.
    pub(crate) fn switches(&self) -> Arc<Switches> {
        Arc::clone(&self.switches.read())
    }

    /// Changes some switches and saves them.
    pub(crate) fn set_switches(
        &self,
        changes: Map<String, Value>,
    ) -> std::result::Result<(), ChangeError> {
        self.change(changes, |_| Ok(()))
    }

    /// Changes some switches and what belongs to that change, in one transaction: an error changes
    /// nothing. `also` must not read the switches: it would wait forever.
    pub(crate) fn change(
        &self,
        changes: Map<String, Value>,
        also: impl FnOnce(&Connection) -> Result<()>,
    ) -> std::result::Result<(), ChangeError> {
        let mut switches = self.switches.write();
        let changed = switches.with(changes).map_err(ChangeError::Switch)?;
        self.store.transaction(|db| {
            also(db)?;
            store::save_setting(db, SWITCHES, &changed)
        })?;
        *switches = Arc::new(changed);
        drop(switches);
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
        *self.switches.write() = Arc::new(self.config.switches.clone());
        self.journal.clear();
        self.faults.clear();
        self.stubs.clear();
        self.authorization_codes.clear();
        self.buckets.clear();
        self.operating.clear();
        self.notifications.clear();
        self.broadcast_handlers();
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

    /// Broadcasts the state, after switches changed.
    pub(crate) fn broadcast_state(&self) {
        self.journal.broadcast.send("state", || self.state());
    }

    /// The URL of a user's webhook, with a slash at its end.
    pub(crate) fn webhook_url(&self, user: i64) -> String {
        format!(
            "{}{}",
            self.addresses.rest(),
            self.identity.webhook_path(user)
        )
    }

    /// What `/control/state` shows.
    pub(crate) fn state(&self) -> Value {
        let switches = self.switches();
        let identity = &self.identity;
        json!({
            "portal": format!("{}/", self.addresses.portal),
            "renamedPortal": format!("{}/", self.addresses.renamed),
            "app": self.addresses.app,
            "memberId": identity.member_id,
            "applicationToken": identity.application_token,
            "clientId": identity.client_id,
            "clientSecret": identity.client_secret,
            "tokens": {"admin": identity.admin.access, "user": identity.user.access},
            "refreshTokens": {"admin": identity.admin.refresh, "user": identity.user.refresh},
            "webhook": self.webhook_url(users::ADMIN),
            "webhookApplicationTokens": self.identity.webhook_application_tokens(),
            "application": {
                "installed": switches.installed,
                "active": switches.active,
                "version": switches.version,
                "paymentExpired": switches.payment_expired,
                "scopes": switches.scopes,
            },
            "user": {"id": self.config.user, "admin": switches.is_admin(self.config.user)},
            "switches": *switches,
        })
    }
}
