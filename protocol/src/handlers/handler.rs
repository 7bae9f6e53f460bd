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
/// Two handlers are the same for the portal if their events, URLs (to the letter), users and
/// connectors are; offline handlers if their events and connectors are (contract §3.1).
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
    /// The event's code, such as `ONCRMLEADADD`; upper and lower case are the same.
    pub event: String,
    /// An absolute http or https URL; `None` for an offline handler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// The user whose token the handler gets. `None`, 0 and less: the user who causes the event, or
    /// the caller if that is not an administrator.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "js_number")]
    pub auth_type: Option<i64>,
    /// Default: online.
    pub event_type: EventType,
    /// The key of a source of changes, whose own changes are not reported back to it. `None` and empty
    /// are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_connector: Option<String>,
    /// Sent as it is; today's portals know `minTimeout` of `ONOFFLINEEVENT` (contract §9.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Value>,
    /// For `sync`: unbind the handler and bind it again. Default: false.
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

/// A number as JavaScript has it: beyond 2^53 without its last digits.
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
    /// The user's ID; 0: unknown.
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
    /// Reads a row of `event.get` (contract §3.3). An empty `auth_type` is 0.
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

    /// The user whose token the handler gets; 0: the user who causes the event.
    #[must_use]
    pub fn user(&self) -> i64 {
        self.auth_type.unwrap_or(0).max(0)
    }

    /// The connector; `None` if it is empty. Inside a `batch` only that of the outer call counts
    /// (contract §5).
    #[must_use]
    pub fn connector(&self) -> Option<&str> {
        self.auth_connector.as_deref().filter(|key| !key.is_empty())
    }

    /// The same handler as the portal keeps it: the code in upper case, and with their own ID for a
    /// caller who is not an administrator and names no user.
    #[must_use]
    pub fn resolved(&self, caller: User) -> Self {
        let mut this = self.clone();
        this.event.make_ascii_uppercase();
        if !this.is_offline() && !caller.admin && this.user() == 0 {
            this.auth_type = Some(caller.id);
        }
        this
    }

    /// Whether `event.get` shows both alike, since it hides an online handler's connector. An unbind
    /// of one then removes the other. Without `match_user` the user makes no difference.
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

    /// The command that binds it.
    #[must_use]
    pub fn bind(&self) -> Command {
        let mut command = self.command("event.bind", self.auth_type);
        if let Some(options) = &self.options {
            command = command.with("options", options.clone());
        }
        command
    }

    /// The command that unbinds it.
    ///
    /// Without `auth_type` an administrator removes the handlers of all users. Any other caller has
    /// to leave it out for their own handlers: their ID, as text, is refused (contract §3.2).
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

/// Whether one of a list looks like this handler.
pub(crate) fn any_looks_like(list: &[Handler], handler: &Handler, match_user: bool) -> bool {
    list.iter().any(|one| one.looks_like(handler, match_user))
}
