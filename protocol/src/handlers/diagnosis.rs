//! What can be wrong with an application, its user and its handlers.

use serde::Serialize;

use super::handler::Handler;
use super::snapshot::Snapshot;
use crate::wire::handler_url::{host, is_private};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is delivered because of it.
    Error,
    /// Something may not be delivered, or twice.
    Warning,
}

/// Something that keeps events from arriving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// One of ours, such as `NOT_INSTALLED`, or the portal's code for a call that it refused. Does not
    /// change between versions.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in words.
    pub finding: String,
    /// What to do, in words.
    pub remedy: &'static str,
}

impl Diagnosis {
    pub(crate) fn error(code: &str, finding: impl Into<String>, remedy: &'static str) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            finding: finding.into(),
            remedy,
        }
    }

    pub(crate) fn warning(code: &str, finding: impl Into<String>, remedy: &'static str) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, finding, remedy)
        }
    }
}

/// A list of findings, each once.
pub(crate) struct Diagnoses(pub Vec<Diagnosis>);

impl Diagnoses {
    /// What is wrong with the application and its user.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut this = Self(Vec::new());
        this.check_app(snapshot);
        if snapshot.scopes.as_ref().is_some_and(Vec::is_empty) {
            this.add(Diagnosis::warning(
                "SCOPE_MISSING",
                "no scope is granted: only the application's own events can be bound",
                ADD_SCOPE,
            ));
        }
        if snapshot.webhook {
            this.add(Diagnosis::warning(
                "WEBHOOK_TOKEN",
                "live portals refuse event methods to a webhook",
                USE_APP_TOKEN,
            ));
        }
        if snapshot.user.id != 0 && !snapshot.user.admin {
            this.add(Diagnosis::warning(
                "NOT_ADMIN",
                "you are no administrator: you see and change your own online handlers only",
                ASK_ADMIN,
            ));
        }
        this
    }

    fn check_app(&mut self, snapshot: &Snapshot) {
        let Some(app) = snapshot.app else {
            return;
        };
        if !app.installed {
            self.add(Diagnosis::error(
                "NOT_INSTALLED",
                "the application is not installed: nothing is delivered",
                "call `installFinish` on the installer's page, as an administrator",
            ));
        }
        if app.payment_expired {
            self.add(Diagnosis::error(
                "PAYMENT_EXPIRED",
                "the application's paid time is over: nothing is delivered",
                "renew the payment on the portal",
            ));
        }
    }

    /// Checks that a portal on the internet can reach the handler.
    pub fn check_address(&mut self, handler: &Handler) {
        let host = host(handler.url());
        if is_private(host) {
            self.add(Diagnosis::warning(
                "PRIVATE_ADDRESS",
                format!("`{host}` is a private address: a portal on the internet cannot reach it"),
                "bind a public address, such as a tunnel's",
            ));
        }
    }

    /// Adds a finding that is not there yet.
    pub fn add(&mut self, diagnosis: Diagnosis) {
        if self.0.iter().all(|one| one.finding != diagnosis.finding) {
            self.0.push(diagnosis);
        }
    }
}

/// What helps where a webhook is refused.
pub(crate) const USE_APP_TOKEN: &str = "use an application's token";

/// What helps where the user's rights do not suffice.
pub(crate) const ASK_ADMIN: &str = "let an administrator do it";

/// The remedy of a missing scope.
pub(crate) const ADD_SCOPE: &str = "add the scope to the application's permissions";
