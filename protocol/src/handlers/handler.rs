//! One event handler: as a caller wants it, and as the portal lists it.

use std::sync::Arc;

use crate::wire::command::Command;
use crate::wire::encode::pair;
use crate::wire::params::{Params, Value};

/// How events reach the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handler {
    /// Event code; upper and lower case are the same.
    pub event: String,
    /// Absolute http or https URL; absent for an offline handler.
    pub handler: Option<String>,
    /// User whose token the handler gets; absent, 0 and less: whoever causes the event.
    pub auth_type: Option<i64>,
    /// Online unless said otherwise.
    pub event_type: EventType,
    /// Key of a source of changes; absent and empty are the same.
    pub auth_connector: Option<String>,
    /// Passed through: the portal knows `minTimeout` of `ONOFFLINEEVENT`.
    pub options: Option<Arc<Value>>,
    /// `sync` unbinds it and binds it anew.
    pub rebind: bool,
}

/// Who calls, as `profile` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The user's number; 0: unknown.
    pub id: i64,
    /// Whether the user may manage the portal's settings.
    pub admin: bool,
}

impl Handler {
    /// A row of `event.get` (contract §3.3): `auth_type` is 0 where it is empty there, and rows lack
    /// the fields that their kind does not have (here: empty).
    #[must_use]
    pub fn from_row(
        event: &str,
        handler: &str,
        auth_type: i64,
        offline: bool,
        connector: &str,
    ) -> Self {
        let mut this = Self {
            event: event.to_ascii_uppercase(),
            ..Self::default()
        };
        if offline {
            this.event_type = EventType::Offline;
            this.auth_connector = Some(connector.into()).filter(|key: &String| !key.is_empty());
        } else {
            this.handler = Some(handler.into());
            this.auth_type = Some(auth_type);
        }
        this
    }

    /// Whether its events wait in a queue.
    #[must_use]
    pub fn offline(&self) -> bool {
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
        if !this.offline() && !caller.admin && this.user() == 0 {
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
            && if self.offline() {
                self.connector() == other.connector()
            } else {
                self.url() == other.url() && (!match_user || self.user() == other.user())
            }
    }

    /// Whether the portal takes both for the same handler.
    #[must_use]
    pub fn same(&self, other: &Self, match_user: bool) -> bool {
        self.looks_like(other, match_user) && self.connector() == other.connector()
    }

    /// Binds it; the connector goes on the call.
    #[must_use]
    pub fn bind(&self) -> Command {
        let mut command = Command::new("event.bind", self.params(self.auth_type));
        if let Some(options) = &self.options {
            pair("options", options, &mut command.body);
        }
        command
    }

    /// Unbinds it; the connector goes on the call.
    ///
    /// Without `auth_type` an administrator removes the handlers of all users. Any other caller
    /// has to leave it out for handlers of their own: their id as text is refused (contract §3.2).
    #[must_use]
    pub fn unbind(&self, caller: User) -> Command {
        let own = !caller.admin && (self.user() == 0 || self.user() == caller.id);
        let user = self.auth_type.filter(|_| !own);
        Command::new("event.unbind", self.params(user))
    }

    fn params(&self, user: Option<i64>) -> Params {
        let mut params = Params::new();
        put(&mut params, "event", self.event.as_str().into());
        if self.offline() {
            put(&mut params, "event_type", "offline".into());
            return params;
        }
        put(&mut params, "handler", self.url().into());
        if let Some(user) = user {
            put(&mut params, "auth_type", user.into());
        }
        params
    }
}

/// Adds a parameter.
pub(crate) fn put(params: &mut Params, name: &str, value: Value) {
    params.push((name.into(), value));
}
