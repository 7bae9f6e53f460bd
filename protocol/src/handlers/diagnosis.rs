//! What can be wrong with an application, its user and its handlers, each said once.

use crate::handlers::handler::Handler;
use crate::handlers::snapshot::Facts;
use crate::text::fill;
use crate::wire::handler_url::{host, private};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is delivered because of it.
    Error,
    /// Something may be missing, or come twice.
    Warning,
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

/// A kind of finding; `%` in its words stands for what was found.
pub(crate) struct Kind {
    code: &'static str,
    severity: Severity,
    words: &'static str,
    remedy: &'static str,
}

const fn error(code: &'static str, words: &'static str, remedy: &'static str) -> Kind {
    Kind {
        code,
        severity: Severity::Error,
        words,
        remedy,
    }
}

const fn warning(code: &'static str, words: &'static str, remedy: &'static str) -> Kind {
    Kind {
        severity: Severity::Warning,
        ..error(code, words, remedy)
    }
}

pub(crate) static NOTHING_BOUND: Kind = error(
    "NOTHING_BOUND",
    "no handler is bound that you may see",
    "bind one with `bind` or `sync`",
);
pub(crate) static REFUSED: Kind = error("", "`%` was refused: %", "remove what the portal names");
pub(crate) static NO_SCOPE: Kind = error(
    "SCOPE_MISSING",
    "`%` is bound, but belongs to no granted scope",
    "add the scope to the application's permissions",
);
pub(crate) static OTHER_USER: Kind = warning(
    "OTHER_USER",
    "handlers are bound for user % and get that user's token",
    "see that the user is active, or bind without `authType`",
);
pub(crate) static HTTP_URL: Kind = warning(
    "HTTP_URL",
    "`http://%` gets tokens without encryption",
    "serve it over https and call `moveHandlers`",
);
pub(crate) static DUPLICATE: Kind = warning(
    "DUPLICATE",
    "`%` is delivered more than once to `%`",
    "keep one user, one connector and one spelling of the URL",
);
static NOT_INSTALLED: Kind = error(
    "NOT_INSTALLED",
    "the application is not installed: nothing is delivered",
    "call `installFinish` on the installer's page, as an administrator",
);
static PAYMENT_EXPIRED: Kind = error(
    "PAYMENT_EXPIRED",
    "the application's paid time is over: nothing is delivered",
    "renew the payment on the portal",
);
static EMPTY_SCOPE: Kind = warning(
    "SCOPE_MISSING",
    "no scope is granted: only the application's own events can be bound",
    "add the scope to the application's permissions",
);
static WEBHOOK_TOKEN: Kind = warning(
    "WEBHOOK_TOKEN",
    "live portals refuse event methods to a webhook",
    "use an application's token",
);
static NOT_ADMIN: Kind = warning(
    "NOT_ADMIN",
    "you are no administrator: you see and change your own online handlers only",
    "let an administrator do it",
);
static PRIVATE_ADDRESS: Kind = warning(
    "PRIVATE_ADDRESS",
    "`%` is a private address: a portal on the internet cannot reach it",
    "bind a public address, such as a tunnel's",
);

pub(crate) static NO_LIST: Kind = warning(
    "",
    "the portal's list of events could not be read",
    "codes are not checked",
);
pub(crate) static NOT_LISTED: Kind =
    warning("", "`events` does not list `%`", "the portal may refuse it");
pub(crate) static GAP: Kind = warning(
    "",
    "`rebind` unbinds first, every connector at that URL",
    "events in between are lost",
);
pub(crate) static OPTIONS_UNSEEN: Kind = warning(
    "",
    "the portal does not show `options`",
    "kept handlers may have others, `rebind` sets them",
);
pub(crate) static CONNECTOR_UNSEEN: Kind = warning(
    "",
    "the portal does not show the connector of online handlers",
    "they are bound again, without harm",
);

/// A list of findings, each once.
pub(crate) struct Findings(pub Vec<Diagnosis>);

impl Findings {
    /// What is wrong with the application and its user.
    pub fn of(facts: &Facts) -> Self {
        let mut this = Self(Vec::new());
        let app = facts.app;
        let causes = [
            (app.is_some_and(|app| !app.installed), &NOT_INSTALLED),
            (app.is_some_and(|app| app.payment_expired), &PAYMENT_EXPIRED),
            (
                facts.scopes.as_ref().is_some_and(Vec::is_empty),
                &EMPTY_SCOPE,
            ),
            (facts.webhook, &WEBHOOK_TOKEN),
            (facts.user.id != 0 && !facts.user.admin, &NOT_ADMIN),
        ];
        for (holds, kind) in causes {
            this.check(holds, kind, &[]);
        }
        this
    }

    /// Whether the handler's address can be reached.
    pub fn place(&mut self, handler: &Handler) {
        let host = host(handler.url());
        self.check(private(host), &PRIVATE_ADDRESS, &[host]);
    }

    /// Adds a finding that holds and is not there yet.
    pub fn check(&mut self, holds: bool, kind: &'static Kind, parts: &[&str]) {
        if holds {
            self.add(kind.code, kind, parts);
        }
    }

    /// Adds a finding with a code of its own.
    pub fn add(&mut self, code: &str, kind: &'static Kind, parts: &[&str]) {
        let finding = fill(kind.words, parts);
        if self.0.iter().all(|one| one.finding != finding) {
            self.0.push(Diagnosis {
                code: code.into(),
                severity: kind.severity,
                finding,
                remedy: kind.remedy,
            });
        }
    }
}
