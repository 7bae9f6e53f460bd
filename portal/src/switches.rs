//! How the portal behaves: every variation a client has to live with (contract §11).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::catalogue;
use crate::users;

/// All switches. They are read and set by name through `/control/switches`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Switches {
    /// Installation is finished. If not, binding works and nothing is delivered (§9.3).
    pub installed: bool,
    /// The app may be used.
    pub active: bool,
    /// The app's version; an update raises it.
    pub version: i64,
    /// The app's payment has run out: nothing is delivered.
    pub payment_expired: bool,
    /// What the app and the webhooks may use.
    pub scopes: Vec<String>,
    /// The users who are administrators.
    pub admins: Vec<i64>,
    /// `IS_ADMIN` of the frame; null: the truth.
    pub frame_is_admin: Option<bool>,
    /// `documented`: a webhook may call event methods, as the documentation shows;
    /// `refused`: `WRONG_AUTH_TYPE`, as live portals answer.
    pub webhook_events: WebhookEvents,
    /// A webhook called over http is refused.
    pub require_https: bool,
    /// How long an access token lives, in seconds.
    pub token_lifetime: i64,
    /// How long registering a handler takes, in ms; identical ones meanwhile are refused (§3.1 row 11).
    pub binding_ms: u64,
}

/// What a webhook gets that calls an event method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WebhookEvents {
    Documented,
    Refused,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            installed: true,
            active: true,
            version: 1,
            payment_expired: false,
            scopes: catalogue::scopes(),
            admins: vec![users::ADMIN],
            frame_is_admin: None,
            webhook_events: WebhookEvents::Documented,
            require_https: false,
            token_lifetime: 3600,
            binding_ms: 0,
        }
    }
}

impl Switches {
    /// These switches with some of them changed. The error says which name or value is wrong.
    pub fn with(&self, changes: Map<String, Value>) -> Result<Self, String> {
        changes.into_iter().try_fold(self.clone(), Self::with_one)
    }

    fn with_one(self, (name, value): (String, Value)) -> Result<Self, String> {
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
        serde_json::from_value(Value::Object(all)).map_err(wrong)
    }

    /// Saved switches after a new start: what the command line can say, it says anew.
    pub fn started_as(self, start: &Self) -> Self {
        Self {
            webhook_events: start.webhook_events,
            require_https: start.require_https,
            ..self
        }
    }

    /// Name → value.
    pub fn to_map(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    /// Whether this user is an administrator.
    pub fn is_admin(&self, user: i64) -> bool {
        self.admins.contains(&user)
    }
}
