//! The switches: how this portal behaves where real portals differ (contract §11).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::apps::{scopes, users};
use crate::limits::bucket::BucketLimit;
use crate::limits::operating::OperatingLimit;

/// All switches, by the names of `/control/switches`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Switches {
    /// The installation is finished. If not, handlers can be bound, but nothing is delivered (§9.3).
    pub installed: bool,
    /// The app may be used; if not, nothing is delivered.
    pub active: bool,
    /// The app's version; an update raises it.
    pub version: i64,
    /// The payment for the app has expired: nothing is delivered.
    pub payment_expired: bool,
    /// The scopes that the app and the webhooks have.
    pub scopes: Vec<String>,
    /// The users who are administrators.
    pub admins: Vec<i64>,
    /// `IS_ADMIN` of the frame; null: the real value.
    pub frame_is_admin: Option<bool>,
    /// What event methods answer a webhook.
    pub webhook_events: WebhookEvents,
    /// A webhook called over http gets `INVALID_REQUEST`.
    pub require_https: bool,
    /// What an update does to the handlers.
    pub update_handlers: UpdateHandlers,
    /// A self-hosted portal: no intensity limit, no `operating`, every feature.
    pub self_hosted: bool,
    /// The plan has `rest_offline_extended`; if not, reserving events gets `WRONG_LICENSE`.
    pub offline_extended: bool,
    /// The plan has `rest_auth_connector`; if not, `auth_connector` gets `WRONG_LICENSE`.
    pub auth_connector: bool,
    /// How long an access token lives, in seconds.
    pub token_lifetime: i64,
    /// How a refresh ends, in the frame and at `/oauth/token/`.
    pub refresh: Refresh,
    /// How long registering a handler takes, in ms; the same handler is refused meanwhile (§3.1).
    pub binding_ms: u64,
    /// The intensity limit per source; null: none.
    pub bucket: Option<BucketLimit>,
    /// The 503 of the intensity limit has CORS headers.
    pub bucket_cors: bool,
    /// The resource limit; null: none.
    pub operating: Option<OperatingLimit>,
    /// `time` has `operating` and `operating_reset_at`.
    pub time_operating: bool,
    /// How numbers in `time` look.
    pub time_numbers: TimeNumbers,
    /// What a batch is charged to.
    pub batch_operating: BatchOperating,
    /// How OPTIONS is answered.
    pub preflight: Preflight,
    /// `auth_type` of event.get and `ID` of profile: text, as servers send them, or number.
    pub types: Types,
    /// Deliveries have `event_handler_id`.
    pub event_handler_id: bool,
    /// The statuses of errors, where documentation and servers differ (§12).
    pub statuses: Statuses,
    /// Whether a change by the app itself goes to its offline queue of the same connector (§3.6).
    pub own_changes: OwnChanges,
    /// The portal was renamed: its old address answers REST and OAuth with this redirect to the new
    /// one; null: it was not.
    pub renamed: Option<RedirectStatus>,
    /// The redirects of a renamed portal have CORS headers.
    pub renamed_cors: bool,
    /// `PORTAL_DELETED` to everything.
    pub portal_deleted: bool,
    /// `OVERLOAD_LIMIT` to everyone.
    pub overload: bool,
    /// A plan with REST; if not, `ACCESS_DENIED`.
    pub commercial_plan: bool,
    /// The app exists; if not, `APPLICATION_NOT_FOUND`.
    pub application_found: bool,
    /// Users can be authorized; if not, `authorization_error`.
    pub user_authorized: bool,
    /// The user may use the app; if not, `user_access_error`.
    pub user_access: bool,
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident: $($variant:ident),+;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[allow(missing_docs)] // the comment of each enum explains its words
        pub enum $name { $($variant),+ }
    )+};
}

choices! {
    /// `allowed`: event methods work, as documented; `refused`: `WRONG_AUTH_TYPE`, as live portals answer.
    WebhookEvents: Allowed, Refused;
    /// `removed`: all, as documented; `kept`: all but those of `ONAPPINSTALL`, as servers do.
    UpdateHandlers: Removed, Kept;
    /// `success`, `failure` (the frame gets no answer, OAuth `invalid_grant`), `silence` (nobody answers).
    Refresh: Success, Failure, Silence;
    /// `fractions`, or `integers` with a `finish` of 4 decimals.
    TimeNumbers: Fractions, Integers;
    /// `commands`: each command is charged to its method; `batch`: the whole to `batch`.
    BatchOperating: Commands, Batch;
    /// `answered` with 200, or `refused` with 401.
    Preflight: Answered, Refused;
    /// `strings` or `numbers`.
    Types: Strings, Numbers;
    /// As `server`s send them, or as `documented`.
    Statuses: Server, Documented;
    /// They are `skipped` or `queued`.
    OwnChanges: Skipped, Queued;
}

/// An HTTP status that redirects: 301, 302, 303, 307 or 308.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct RedirectStatus(u16);

impl TryFrom<u16> for RedirectStatus {
    type Error = &'static str;

    fn try_from(status: u16) -> Result<Self, Self::Error> {
        match status {
            301 | 302 | 303 | 307 | 308 => Ok(Self(status)),
            _ => Err("give 301, 302, 303, 307, 308 or null"),
        }
    }
}

impl From<RedirectStatus> for u16 {
    fn from(status: RedirectStatus) -> Self {
        status.0
    }
}

impl Types {
    /// An id of this type.
    pub(crate) fn id(self, id: i64) -> Value {
        match self {
            Self::Strings => Value::from(id.to_string()),
            Self::Numbers => Value::from(id),
        }
    }
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            installed: true,
            active: true,
            version: 1,
            payment_expired: false,
            scopes: scopes::all(),
            admins: vec![users::ADMIN],
            frame_is_admin: None,
            webhook_events: WebhookEvents::Allowed,
            require_https: false,
            update_handlers: UpdateHandlers::Removed,
            self_hosted: false,
            offline_extended: true,
            auth_connector: true,
            token_lifetime: 3600,
            refresh: Refresh::Success,
            binding_ms: 0,
            bucket: Some(BucketLimit {
                limit: 50.0,
                per_second: 2.0,
            }),
            bucket_cors: true,
            operating: Some(OperatingLimit::default()),
            time_operating: true,
            time_numbers: TimeNumbers::Fractions,
            batch_operating: BatchOperating::Commands,
            preflight: Preflight::Answered,
            types: Types::Strings,
            event_handler_id: true,
            statuses: Statuses::Server,
            own_changes: OwnChanges::Skipped,
            renamed: None,
            renamed_cors: true,
            portal_deleted: false,
            overload: false,
            commercial_plan: true,
            application_found: true,
            user_authorized: true,
            user_access: true,
        }
    }
}

impl Switches {
    /// These switches with some of them changed. The error says which name or value is wrong.
    ///
    /// # Errors
    /// A name is unknown, or a value has the wrong type.
    pub fn with(&self, changes: Map<String, Value>) -> Result<Self, String> {
        changes.into_iter().try_fold(self.clone(), Self::set_one)
    }

    fn set_one(self, (name, value): (String, Value)) -> Result<Self, String> {
        let mut all = self.to_map();
        if !all.contains_key(&name) {
            let names: Vec<&str> = all.keys().map(String::as_str).collect();
            return Err(format!(
                "there is no switch `{name}`; there are: {}",
                names.join(", ")
            ));
        }
        let wrong = |error| format!("switch `{name}` cannot be `{value}`: {error}");
        all.insert(name.clone(), value.clone());
        let changed: Self = serde_json::from_value(Value::Object(all)).map_err(wrong)?;
        let out_of_range = |range| format!("switch `{name}` cannot be `{value}`: give {range}");
        changed.check().map_err(out_of_range)?;
        Ok(changed)
    }

    /// Checks the numbers, so that no time or counter made of them overflows. The error is the range.
    fn check(&self) -> Result<(), &'static str> {
        const YEARS: i64 = 10 * 365 * 24 * 3600;
        const HOUR_MS: u64 = 3600 * 1000;
        let limits = self.bucket.map(|bucket| [bucket.limit, bucket.per_second]);
        let operating = self.operating;
        let seconds = operating.map(|limit| [limit.limit, limit.window, limit.cost]);
        let numbers = limits.into_iter().flatten();
        let mut numbers = numbers.chain(seconds.into_iter().flatten());
        if !(0..=YEARS).contains(&self.token_lifetime) {
            Err("seconds from 0 to 315360000 (10 years)")
        } else if self.binding_ms > HOUR_MS {
            Err("milliseconds from 0 to 3600000 (an hour)")
        } else if !(0..=1_000_000).contains(&self.version) {
            Err("a number from 0 to 1000000")
        } else if !numbers.all(|number| (0.0..=1e9).contains(&number)) {
            Err("numbers from 0 to 1000000000")
        } else {
            Ok(())
        }
    }

    /// Saved switches after a restart: those that the command line can set are as it sets them now.
    pub(crate) fn with_flags(self, flags: &Self) -> Self {
        Self {
            webhook_events: flags.webhook_events,
            require_https: flags.require_https,
            update_handlers: flags.update_handlers,
            ..self
        }
    }

    /// All switches by name.
    pub(crate) fn to_map(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    /// Whether this user is an administrator.
    pub(crate) fn is_admin(&self, user: i64) -> bool {
        self.admins.contains(&user)
    }

    /// Whether one of these scopes is granted; true if the list is empty.
    pub(crate) fn grants(&self, any_of: &[&str]) -> bool {
        any_of.is_empty()
            || self
                .scopes
                .iter()
                .any(|scope| any_of.contains(&scope.as_str()))
    }

    /// The intensity limit, if there is one.
    pub(crate) fn bucket_limit(&self) -> Option<BucketLimit> {
        self.bucket.filter(|_| !self.self_hosted)
    }

    /// The resource limit, if there is one.
    pub(crate) fn operating_limit(&self) -> Option<OperatingLimit> {
        self.operating.filter(|_| !self.self_hosted)
    }
}
