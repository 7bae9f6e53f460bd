//! Who calls a method.

/// A caller whose credential was accepted.
#[derive(Clone, Debug)]
pub struct Caller {
    pub kind: CallerKind,
    /// An app's name, or `webhook.USER`: each webhook is an application of its own.
    pub application: String,
    pub user: i64,
    pub admin: bool,
    /// How many more events this call may cause one after another (contract §9.3).
    pub depth: i64,
    /// `auth_connector` of the request; empty without one.
    pub connector: String,
    /// The call is a command of a batch.
    pub in_batch: bool,
}

/// What kind of credential was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerKind {
    /// An access token of the app.
    App,
    Webhook,
}
