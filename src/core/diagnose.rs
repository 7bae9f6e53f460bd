//! Why no events arrive: what is wrong, and what helps.

use super::address::{host, private};
use super::error::Error;
use super::facts::Facts;
use super::handler::Handler;
use super::suggest::dynamic;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is delivered because of it.
    Error,
    /// Something may be missing, or come twice.
    Warning,
}

impl Severity {
    /// The word that JavaScript sees.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Stable: one of ours, or the portal's code of a call that was refused.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub finding: String,
    /// What helps.
    pub remedy: &'static str,
}

/// All findings, each once; `failures` are the errors of those calls that gave no facts.
#[must_use]
pub fn diagnose(facts: &Facts, failures: &[Error]) -> Vec<Diagnosis> {
    let mut findings = Findings(Vec::new());
    findings.application(facts);
    findings.caller(facts, failures);
    for error in failures {
        findings.failure(error);
    }
    if facts.rows.is_empty() && failures.is_empty() {
        findings.error(
            "NOTHING_BOUND",
            &["no handler is bound that you may see"],
            "bind one with `bind` or `sync`",
        );
    }
    for (index, row) in facts.rows.iter().enumerate() {
        findings.event(row, facts);
        if !row.offline() {
            findings.user(row, facts);
            findings.place(row.url());
            findings.twins(row, facts.rows.iter().take(index));
        }
    }
    findings.0
}

struct Findings(Vec<Diagnosis>);

impl Findings {
    fn add(&mut self, code: &str, severity: Severity, finding: &[&str], remedy: &'static str) {
        let diagnosis = Diagnosis {
            code: code.into(),
            severity,
            finding: finding.concat(),
            remedy,
        };
        if !self.0.contains(&diagnosis) {
            self.0.push(diagnosis);
        }
    }

    fn error(&mut self, code: &str, finding: &[&str], remedy: &'static str) {
        self.add(code, Severity::Error, finding, remedy);
    }

    fn warning(&mut self, code: &str, finding: &[&str], remedy: &'static str) {
        self.add(code, Severity::Warning, finding, remedy);
    }

    fn application(&mut self, facts: &Facts) {
        if facts.app.is_some_and(|app| !app.installed) {
            self.error(
                "NOT_INSTALLED",
                &["the application is not installed: handlers can be bound, nothing is delivered"],
                "call `installFinish` on the installer's page, as an administrator",
            );
        }
        if facts.app.is_some_and(|app| app.payment_expired) {
            self.error(
                "PAYMENT_EXPIRED",
                &["the application's paid time is over: nothing is delivered"],
                "renew the application's payment on the portal",
            );
        }
        if facts.scopes.as_ref().is_some_and(Vec::is_empty) {
            self.warning(
                "SCOPE_MISSING",
                &["no scope is granted: only the application's own events can be bound"],
                "add the scopes of the wanted events to the application's permissions",
            );
        }
    }

    fn caller(&mut self, facts: &Facts, failures: &[Error]) {
        if facts.webhook && !failures.iter().any(|error| error.code == "WRONG_AUTH_TYPE") {
            self.warning(
                "WEBHOOK_TOKEN",
                &["a webhook's token is used: live portals refuse event methods to it"],
                "use an application's token, from the frame or by OAuth",
            );
        }
        if facts.user.id != 0 && !facts.user.admin {
            self.warning(
                "NOT_ADMIN",
                &["you are not an administrator: handlers of others cannot be seen, offline events not used"],
                "let an administrator open the application and bind the handlers",
            );
        }
    }

    fn failure(&mut self, error: &Error) {
        let (code, remedy) = match error.code.as_str() {
            "WRONG_AUTH_TYPE" => (
                "WEBHOOK_TOKEN",
                "use an application's token, from the frame or by OAuth",
            ),
            "insufficient_scope" => (
                "SCOPE_MISSING",
                "add the scope to the application's permissions",
            ),
            code => (
                code,
                "the portal's own words name the reason: remove it, then diagnose again",
            ),
        };
        self.error(
            code,
            &["`", &error.method, "` was refused: ", &error.description],
            remedy,
        );
    }

    fn event(&mut self, row: &Handler, facts: &Facts) {
        if !facts.knows(&row.event) && !dynamic(&row.event) {
            self.error(
                "SCOPE_MISSING",
                &[
                    "`",
                    &row.event,
                    "` is bound, but belongs to no granted scope",
                ],
                "add the scope of the event to the application's permissions",
            );
        }
    }

    fn user(&mut self, row: &Handler, facts: &Facts) {
        if row.user() != 0 && row.user() != facts.user.id {
            self.warning(
                "OTHER_USER",
                &[
                    "handlers are bound for user ",
                    &row.user().to_string(),
                    " and get that user's token",
                ],
                "make sure that the user is active, or bind them without `authType`",
            );
        }
    }

    fn place(&mut self, url: &str) {
        let host = host(url);
        if private(host) {
            self.warning(
                "PRIVATE_ADDRESS",
                &[
                    "`",
                    host,
                    "` is a private or loopback address: a portal on the internet cannot reach it",
                ],
                "bind a public address, of a tunnel for example",
            );
        }
        if url.starts_with("http://") {
            self.warning(
                "HTTP_URL",
                &[
                    "`http://",
                    host,
                    "` gets tokens without encryption, and may be refused on the way",
                ],
                "serve the handler over https and move it with `moveHandlers`",
            );
        }
    }

    /// The same event at the same URL, a slash at its end aside.
    fn twins<'a>(&mut self, row: &Handler, mut earlier: impl Iterator<Item = &'a Handler>) {
        let plain = |url: &'a str| url.strip_suffix('/').unwrap_or(url);
        let url = row.url().strip_suffix('/').unwrap_or(row.url());
        if earlier
            .any(|other| other.event == row.event && !other.offline() && plain(other.url()) == url)
        {
            self.warning(
                "DUPLICATE",
                &[
                    "`",
                    &row.event,
                    "` is bound more than once at `",
                    url,
                    "`: it is delivered as often",
                ],
                "keep one user, one connector and one spelling of the URL, and unbind the others",
            );
        }
    }
}
