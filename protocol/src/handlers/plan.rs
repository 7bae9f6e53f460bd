//! Wanted handlers against those that the portal has: what to bind, to unbind, to keep.

use serde::Serialize;

use super::handler::Handler;
use super::precheck::why_refused;
use super::snapshot::Snapshot;
use super::warnings::warnings;
use crate::error::{Error, FieldError};
use crate::wire::handler_url;

/// What may be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prune {
    /// Nothing.
    #[default]
    Nothing,
    /// Every visible handler that is not wanted.
    All,
    /// Unwanted online handlers whose URL is this one or lies under it.
    UnderUrl(String),
}

/// How a plan is made and carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// What may be removed; nothing.
    pub prune: Prune,
    /// Whether to go on although the portal would refuse some handlers; false.
    pub partial: bool,
    /// Whether the user is part of a handler's identity; true. If not, any user's handler counts.
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
    /// Refuses an `underUrl` that is no absolute URL: a shorter one would reach handlers of others.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`.
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

/// Refuses a base that is no absolute http(s) URL with a host.
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
    /// For nothing.
    Nothing,
}

/// One handler of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The handler, as the portal keeps it.
    pub handler: Handler,
    /// Why it stands here, in words.
    pub reason: String,
}

impl Step {
    pub(crate) fn new(handler: &Handler, reason: impl Into<String>) -> Self {
        Self {
            handler: handler.clone(),
            reason: reason.into(),
        }
    }
}

/// What a `sync` would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Will be bound.
    pub bind: Vec<Step>,
    /// Will be unbound. One that stands in `bind` too is bound anew.
    pub unbind: Vec<Step>,
    /// Are there already.
    pub keep: Vec<Step>,
    /// The portal would refuse them.
    pub refused: Vec<Step>,
    /// What to know before it is carried out.
    pub warnings: Vec<String>,
    /// What each of `unbind` waits for; [`Needs::AllBinds`] where it is shorter.
    #[serde(skip)]
    pub needs: Vec<Needs>,
    /// The wrong fields of `refused`: the position in the wanted list, and why.
    #[serde(skip)]
    pub errors: Vec<FieldError>,
}

/// Compares the wanted handlers with the portal's.
///
/// `wanted` has passed [`validate_list`](super::validate::validate_list), `options` their own.
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
    plan.warnings = warnings(&plan, snapshot);
    plan
}

/// What the portal's rows say of a wanted handler.
enum Found {
    Nothing,
    /// It is there.
    Bound,
    /// It is there, and is to be bound anew.
    Rebind,
    /// It may be there with another connector, which `event.get` hides.
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
            self.refused.push(Step::new(handler, reason.as_str()));
            self.errors.push(FieldError {
                index,
                field,
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

    /// Rows that look alike go with one unbind.
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
    // `event.get` shows no connector, so a wanted twin with one cannot be told from this handler
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

/// Whether one of a list looks like this handler.
pub(crate) fn any_looks_like(list: &[Handler], handler: &Handler, match_user: bool) -> bool {
    list.iter().any(|one| one.looks_like(handler, match_user))
}
