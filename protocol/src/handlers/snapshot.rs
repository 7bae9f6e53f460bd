//! Reads what the portal says about an application, its user and its handlers.

use super::handler::{Handler, User};
use crate::error::Error;
use crate::wire::answer::{Answer, unexpected_result};
use crate::wire::body::Body;
use crate::wire::command::Command;

/// The methods that a snapshot is read with, in one batch.
const METHODS: [&str; 5] = ["event.get", "events", "profile", "app.info", "scope"];

/// The application, as `app.info` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    /// Whether its installation is finished (contract §9.3).
    pub installed: bool,
    /// Whether its paid time is over.
    pub payment_expired: bool,
}

/// What plans and diagnoses are made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The rows of `event.get`, see [`Handler::from_row`].
    pub rows: Vec<Handler>,
    /// The codes of `events`, in upper case; empty if they could not be read.
    pub events: Vec<String>,
    /// The caller, from `profile`.
    pub user: User,
    /// From `app.info`; `None` for a webhook, or if it could not be read.
    pub app: Option<App>,
    /// From `scope`; `None` if it could not be read.
    pub scopes: Option<Vec<String>>,
    /// Whether a webhook's authorization is used.
    pub webhook: bool,
    /// Whether offline events can be reserved: the plan has `rest_offline_extended`. `None` if it was
    /// not asked, or could not be read.
    pub offline_extended: Option<bool>,
}

impl Snapshot {
    /// The commands whose answers [`Snapshot::read`] takes.
    #[must_use]
    pub fn commands() -> Vec<Command> {
        METHODS.iter().map(|method| Command::new(*method)).collect()
    }

    /// The commands for a diagnosis, which asks for the portal's plan too.
    #[must_use]
    pub fn diagnosis_commands() -> Vec<Command> {
        let mut commands = Self::commands();
        commands.push(Command::new("feature.get").with("code", "rest_offline_extended"));
        commands
    }

    /// Reads the answers to [`Snapshot::commands`] or [`Snapshot::diagnosis_commands`]. Gives the errors of those that failed, too.
    #[must_use]
    pub fn read<B: Body>(answers: &[Answer<B>], webhook: bool) -> (Self, Vec<Error>) {
        let failed = METHODS.iter().zip(answers).filter_map(|(method, answer)| {
            // the portal refuses `app.info` to a webhook, which has no application
            let is_expected = webhook && *method == "app.info";
            let error = answer
                .error
                .clone()
                .or_else(|| why_unreadable(method, answer));
            Some(error.filter(|_| !is_expected)?.with_method(method))
        });
        let result = |index: usize| {
            let body = answers.get(index)?.body.as_ref()?;
            body.get("result")
        };
        let this = Self {
            rows: rows(&result(0).unwrap_or_default()),
            events: result(1).unwrap_or_default().texts(),
            user: User::from_profile(&result(2).unwrap_or_default()),
            app: result(3).as_ref().and_then(App::read),
            scopes: result(4).filter(B::is_object).map(|scopes| scopes.texts()),
            webhook,
            offline_extended: result(5).map(|feature| feature.text("value") != "N"),
        };
        (this, failed.collect())
    }

    /// Whether `events` lists the code; true if it could not be read.
    #[must_use]
    pub fn knows(&self, code: &str) -> bool {
        self.events.is_empty() || self.events.iter().any(|known| known == code)
    }
}

/// The error of a result that has another shape than its method gives.
fn why_unreadable<B: Body>(method: &str, answer: &Answer<B>) -> Option<Error> {
    let result = answer.body.as_ref().and_then(|body| body.get("result"));
    let result = result.unwrap_or_default();
    let (is_readable, expected) = match method {
        "profile" => (User::from_profile(&result).id != 0, "a user"),
        "app.info" => (result.is_object(), "an application"),
        _ => (result.items().is_some(), "a list"),
    };
    (!is_readable).then(|| unexpected_result(method, expected, answer.status))
}

impl App {
    fn read(info: &impl Body) -> Option<Self> {
        Some(Self {
            installed: info.get("INSTALLED")?.as_bool()?,
            payment_expired: info.text("PAYMENT_EXPIRED") == "Y",
        })
    }
}

/// The rows of `event.get`.
#[must_use]
pub fn rows<B: Body>(result: &B) -> Vec<Handler> {
    let rows = result.items().unwrap_or_default();
    rows.iter().map(Handler::from_row).collect()
}
