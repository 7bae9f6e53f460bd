//! One event handler: as a caller wants it, and as the portal lists it.

use serde::{Serialize, Serializer};

use crate::wire::body::Body;
use crate::wire::command::Command;
use crate::wire::params::Value;

/// How events reach the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EventType {
    /// Each event is posted to a URL.
    #[default]
    Online,
    /// Events wait in a queue of the portal until they are fetched.
    Offline,
}

/// One event handler.
///
/// Its identity (contract §3.1): event, URL (exact), user and connector; of an offline handler:
/// event and connector.
///
/// ```
/// use bx24_protocol::handlers::handler::Handler;
/// let handler = Handler {
///     event: "ONCRMLEADADD".into(),
///     handler: Some("https://example.com/handler/".into()),
///     auth_type: Some(15),
///     ..Handler::default()
/// };
/// assert_eq!(handler.user(), 15);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Handler {
    /// Event code; upper and lower case are the same.
    pub event: String,
    /// Absolute http or https URL; absent for an offline handler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// User whose token the handler gets; absent, 0 and less: whoever causes the event.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "js_number")]
    pub auth_type: Option<i64>,
    /// Online unless said otherwise.
    pub event_type: EventType,
    /// Key of a source of changes; absent and empty are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_connector: Option<String>,
    /// Passed through: the portal knows `minTimeout` of `ONOFFLINEEVENT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Value>,
    /// `sync` unbinds it and binds it anew.
    #[serde(skip_serializing_if = "is_false")]
    pub rebind: bool,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A number as JavaScript counts: beyond 2^53 it loses its last digits.
#[allow(clippy::ref_option, reason = "serde passes a reference")]
fn js_number<S: Serializer>(number: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
    const LARGEST: u64 = 1 << 53;
    match *number {
        Some(number) if number.unsigned_abs() > LARGEST => serializer.serialize_f64(number as f64),
        number => number.serialize(serializer),
    }
}

/// Who calls, as `profile` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The user's number; 0: unknown.
    pub id: i64,
    /// Whether the user may manage the portal's settings.
    pub admin: bool,
}

impl User {
    /// Reads the result of `profile`.
    #[must_use]
    pub fn from_profile(profile: &impl Body) -> Self {
        Self {
            id: profile.integer("ID").unwrap_or_default(),
            admin: profile.get("ADMIN").and_then(|flag| flag.as_bool()) == Some(true),
        }
    }
}

impl Handler {
    /// A row of `event.get` (contract §3.3): `auth_type` is 0 where it is empty there, and rows lack
    /// the fields that their kind does not have.
    #[must_use]
    pub fn from_row(row: &impl Body) -> Self {
        let event = row.text("event").to_ascii_uppercase();
        if row.integer("offline") == Some(1) {
            let connector = row.text("connector_id");
            return Self {
                event,
                event_type: EventType::Offline,
                auth_connector: Some(connector).filter(|key| !key.is_empty()),
                ..Self::default()
            };
        }
        Self {
            event,
            handler: Some(row.text("handler")),
            auth_type: Some(row.integer("auth_type").unwrap_or_default()),
            ..Self::default()
        }
    }

    /// Whether its events wait in a queue.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.event_type == EventType::Offline
    }

    /// The URL; empty for an offline handler.
    #[must_use]
    pub fn url(&self) -> &str {
        self.handler.as_deref().unwrap_or_default()
    }

    /// The user whose token the handler gets; 0: whoever causes the event.
    #[must_use]
    pub fn user(&self) -> i64 {
        self.auth_type.unwrap_or(0).max(0)
    }

    /// The connector, which counts on the outer call only, not inside a `batch` (contract §5).
    #[must_use]
    pub fn connector(&self) -> Option<&str> {
        self.auth_connector.as_deref().filter(|key| !key.is_empty())
    }

    /// The same handler as the portal keeps it: the code in upper case, and the own id for a
    /// caller without administrator rights who names no user.
    #[must_use]
    pub fn resolved(&self, caller: User) -> Self {
        let mut this = self.clone();
        this.event.make_ascii_uppercase();
        if !this.is_offline() && !caller.admin && this.user() == 0 {
            this.auth_type = Some(caller.id);
        }
        this
    }

    /// Whether `event.get` shows both alike: it hides an online handler's connector. An unbind of
    /// one then removes the other. Without `match_user` the user makes no difference.
    #[must_use]
    pub fn looks_like(&self, other: &Self, match_user: bool) -> bool {
        self.event_type == other.event_type
            && self.event.eq_ignore_ascii_case(&other.event)
            && if self.is_offline() {
                self.connector() == other.connector()
            } else {
                self.url() == other.url() && (!match_user || self.user() == other.user())
            }
    }

    /// Whether the portal takes both for the same handler.
    #[must_use]
    pub fn is_same(&self, other: &Self, match_user: bool) -> bool {
        self.looks_like(other, match_user) && self.connector() == other.connector()
    }

    /// Binds it.
    #[must_use]
    pub fn bind(&self) -> Command {
        let mut command = self.command("event.bind", self.auth_type);
        if let Some(options) = &self.options {
            command = command.with("options", options.clone());
        }
        command
    }

    /// Unbinds it.
    ///
    /// Without `auth_type` an administrator removes the handlers of all users. Any other caller
    /// has to leave it out for handlers of their own: their id as text is refused (contract §3.2).
    #[must_use]
    pub fn unbind(&self, caller: User) -> Command {
        let is_own = !caller.admin && (self.user() == 0 || self.user() == caller.id);
        self.command("event.unbind", self.auth_type.filter(|_| !is_own))
    }

    fn command(&self, method: &'static str, user: Option<i64>) -> Command {
        let command = Command::new(method)
            .with_connector(self.connector())
            .with("event", self.event.as_str());
        if self.is_offline() {
            return command.with("event_type", "offline");
        }
        let command = command.with("handler", self.url());
        match user {
            Some(user) => command.with("auth_type", user),
            None => command,
        }
    }
}
