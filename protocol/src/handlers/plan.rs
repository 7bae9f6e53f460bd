//! Compares wanted handlers with the portal's: what to bind, to unbind, to keep.

use std::borrow::Cow;

use serde::Serialize;

use super::handler::{Handler, any_looks_like};
use super::precheck::why_refused;
use super::snapshot::Snapshot;
use super::warnings::warnings;
use crate::error::{Error, FieldError};
use crate::wire::handler_url;

/// What may be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prune {
    /// Nothing. The default.
    #[default]
    Nothing,
    /// Every handler that the caller sees and does not want.
    All,
    /// Unwanted online handlers at this URL or below it, such as `https://example.com/`.
    UnderUrl(String),
}

/// How a plan is made and applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// Which handlers may be unbound that are not wanted. Default: none.
    pub prune: Prune,
    /// Whether to bind the others although the portal would refuse some. Default: false.
    pub partial: bool,
    /// Whether handlers of two users are two handlers. If not, a handler of any user counts as bound.
    /// Default: true.
    pub match_user: bool,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            prune: Prune::Nothing,
            partial: false,
            match_user: true,
        }
    }
}

impl SyncOptions {
    /// Refuses an `underUrl` that is not an absolute URL: it could match handlers of other apps.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if it is not.
    pub fn validate(&self) -> Result<(), Error> {
        match &self.prune {
            Prune::UnderUrl(base) => check_base("underUrl", base),
            _ => Ok(()),
        }
    }

    fn removes(&self, row: &Handler) -> bool {
        match &self.prune {
            Prune::Nothing => false,
            Prune::All => true,
            Prune::UnderUrl(base) => handler_url::under(row.url(), base).is_some(),
        }
    }
}

/// Refuses a base that is not an absolute http(s) URL with a host.
pub(crate) fn check_base(name: &str, base: &str) -> Result<(), Error> {
    match handler_url::why_refused(base) {
        None => Ok(()),
        Some(reason) => Err(Error::invalid(format!("`{name}`: {reason}"))),
    }
}

/// What an unbind waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Needs {
    /// That no bind has failed.
    #[default]
    AllBinds,
    /// That the bind at this position of the plan is confirmed.
    Bind(usize),
    /// Nothing: it can be sent at any time.
    Nothing,
}

/// One handler of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The handler, as the portal keeps it.
    pub handler: Handler,
    /// Why it is in this list, in words.
    pub reason: String,
    /// Of `refused`: the field that is wrong, as JavaScript spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Cow<'static, str>>,
}

impl Step {
    pub(crate) fn new(handler: &Handler, reason: impl Into<String>) -> Self {
        Self {
            handler: handler.clone(),
            reason: reason.into(),
            field: None,
        }
    }
}

/// What a `sync` would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// To be bound.
    pub bind: Vec<Step>,
    /// To be unbound; those that are in `bind` too are bound again.
    pub unbind: Vec<Step>,
    /// Bound already.
    pub keep: Vec<Step>,
    /// The portal would refuse these.
    pub refused: Vec<Step>,
    /// What to know before it is applied, in words.
    pub warnings: Vec<String>,
    /// What each of `unbind` waits for; [`Needs::AllBinds`] for those that have no entry.
    #[serde(skip)]
    pub needs: Vec<Needs>,
    /// The wrong fields of `refused`, by position in the wanted list.
    #[serde(skip)]
    pub errors: Vec<FieldError>,
}

/// Compares the wanted handlers with the portal's.
///
/// `wanted` has passed [`validate_list`](super::validate::validate_list), and `options` have passed
/// [`SyncOptions::validate`].
#[must_use]
pub fn plan(wanted: &[Handler], snapshot: &Snapshot, options: &SyncOptions) -> Plan {
    let resolved = wanted.iter().map(|handler| handler.resolved(snapshot.user));
    let resolved: Vec<Handler> = resolved.collect();
    let mut plan = Plan::default();
    for (index, handler) in resolved.iter().enumerate() {
        plan.add(index, handler, &resolved, snapshot, options);
    }
    for row in &snapshot.rows {
        if options.removes(row) && !any_looks_like(&resolved, row, options.match_user) {
            plan.unbind(row, "is not in the list");
        }
    }
    plan.warnings = plan.find_warnings(snapshot);
    plan
}

/// Whether the portal has a wanted handler.
enum Found {
    Nothing,
    /// It is bound.
    Bound,
    /// It is bound, and is to be bound again.
    Rebind,
    /// It may be bound with another connector, which `event.get` hides.
    Unsure,
}

impl Found {
    fn reason(&self) -> &'static str {
        match self {
            Self::Nothing => "is not bound yet",
            Self::Bound => "is bound already",
            Self::Rebind => "is bound anew, as `rebind` asks",
            Self::Unsure => "may be bound with another connector: a repeat does no harm",
        }
    }
}

impl Plan {
    /// The warnings for what is bound and kept, each once.
    pub(super) fn find_warnings(&self, snapshot: &Snapshot) -> Vec<String> {
        let bind = self.bind.iter().map(|step| &step.handler);
        warnings(bind, self.keep.iter().map(|step| &step.handler), snapshot)
    }

    /// The wrong fields of what is refused. A plan that was read back has lost its places in the
    /// wanted list: those in `refused` are told.
    pub(crate) fn wrong_fields(&self) -> Vec<FieldError> {
        if !self.errors.is_empty() {
            return self.errors.clone();
        }
        let refused = self.refused.iter().enumerate();
        let errors = refused.map(|(index, step)| FieldError {
            list: Some("refused"),
            index,
            field: step.field.clone().unwrap_or_default(),
            reason: step.reason.clone(),
        });
        errors.collect()
    }

    /// Adds a wanted handler; `index` is its place among all `wanted`.
    pub(crate) fn add(
        &mut self,
        index: usize,
        handler: &Handler,
        wanted: &[Handler],
        snapshot: &Snapshot,
        options: &SyncOptions,
    ) {
        let found = find(handler, wanted, snapshot, options);
        if matches!(found, Found::Bound) {
            self.keep.push(Step::new(handler, found.reason()));
            return;
        }
        if let Some((field, reason)) = why_refused(handler, snapshot) {
            self.refused.push(Step {
                field: Some(field.into()),
                ..Step::new(handler, reason.as_str())
            });
            self.errors.push(FieldError {
                list: None,
                index,
                field: field.into(),
                reason,
            });
            return;
        }
        self.bind.push(Step::new(handler, found.reason()));
        if handler.rebind {
            for row in &snapshot.rows {
                if row.looks_like(handler, options.match_user) {
                    self.unbind(row, found.reason());
                }
            }
        }
    }

    /// Plans an unbind, unless one that is planned removes this row too.
    fn unbind(&mut self, row: &Handler, reason: &str) {
        let mut planned = self.unbind.iter();
        if !planned.any(|step| step.handler.looks_like(row, true)) {
            self.unbind.push(Step::new(row, reason));
        }
    }
}

fn find(
    handler: &Handler,
    wanted: &[Handler],
    snapshot: &Snapshot,
    options: &SyncOptions,
) -> Found {
    // `event.get` hides connectors: the row may be that of a wanted twin with a connector
    let is_unsure =
        |one: &Handler| one.connector().is_some() && one.looks_like(handler, options.match_user);
    if !any_looks_like(&snapshot.rows, handler, options.match_user) {
        Found::Nothing
    } else if handler.rebind {
        Found::Rebind
    } else if !handler.is_offline() && wanted.iter().any(is_unsure) {
        Found::Unsure
    } else {
        Found::Bound
    }
}
