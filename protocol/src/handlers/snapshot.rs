//! What the portal says about an application, its user and its handlers.

use crate::handlers::handler::{Handler, User};

/// The application, as `app.info` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    /// Whether its installation is finished (contract §9.3).
    pub installed: bool,
    /// Whether its paid time is over.
    pub payment_expired: bool,
}

/// The answers that planning and diagnosis stand on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The rows of `event.get`, see [`Handler::from_row`].
    pub rows: Vec<Handler>,
    /// The codes of `events`, in upper case; empty: they could not be read.
    pub events: Vec<String>,
    /// The caller, from `profile`.
    pub user: User,
    /// From `app.info`; absent: there is no application, or it could not be read.
    pub app: Option<App>,
    /// The scopes of `scope`; absent: not read.
    pub scopes: Option<Vec<String>>,
    /// Whether a webhook's authorization is used.
    pub webhook: bool,
}

impl Facts {
    /// Whether `events` lists the code, or it could not be read.
    #[must_use]
    pub fn knows(&self, code: &str) -> bool {
        self.events.is_empty() || self.events.iter().any(|known| known == code)
    }
}
