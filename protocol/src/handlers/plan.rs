//! Wanted handlers against those that the portal has: what to bind, to unbind, to keep.

use crate::error::{Error, FieldError};
use crate::handlers::handler::Handler;
use crate::handlers::precheck::refusal;
use crate::handlers::snapshot::Facts;
use crate::handlers::warnings::warnings;
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
            Prune::UnderUrl(base) => absolute("underUrl", base),
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
pub(crate) fn absolute(name: &str, base: &str) -> Result<(), Error> {
    match handler_url::refusal(base) {
        None => Ok(()),
        Some(reason) => Err(Error::invalid("`%`: %", &[name, &reason])),
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The handler, as the portal keeps it.
    pub handler: Handler,
    /// Why it stands here, in words.
    pub reason: String,
}

impl Step {
    pub(crate) fn new(handler: &Handler, reason: &str) -> Self {
        Self {
            handler: handler.clone(),
            reason: reason.into(),
        }
    }
}

/// What a `sync` would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Will be bound.
    pub bind: Vec<Step>,
    /// Will be unbound. One that stands in `bind` too is bound anew.
    pub unbind: Vec<Step>,
    /// Are there already.
    pub keep: Vec<Step>,
    /// The portal would refuse them.
    pub refused: Vec<Step>,
    /// What each of `unbind` waits for; [`Needs::AllBinds`] where it is shorter.
    pub needs: Vec<Needs>,
    /// What to know before it is carried out.
    pub warnings: Vec<String>,
    /// The wrong fields of `refused`: the position in the wanted list, and why.
    pub errors: Vec<FieldError>,
}

/// Compares the wanted handlers with the portal's.
///
/// `wanted` has passed [`validate`](crate::handlers::validate::validate), `options` their own.
#[must_use]
pub fn plan(wanted: &[Handler], facts: &Facts, options: &SyncOptions) -> Plan {
    let mut resolved = Vec::new();
    for handler in wanted {
        resolved.push(handler.resolved(facts.user));
    }
    let mut plan = Plan::default();
    for (index, handler) in resolved.iter().enumerate() {
        place(&mut plan, index, handler, &resolved, facts, options);
    }
    for row in &facts.rows {
        if options.removes(row) && !looks_like_any(&resolved, row, options.match_user) {
            plan.unbind(row, "is not in the list");
        }
    }
    plan.warnings = warnings(&plan, facts);
    plan
}

/// Puts a wanted handler where it belongs; `index` is its place among all `wanted`.
pub(crate) fn place(
    plan: &mut Plan,
    index: usize,
    handler: &Handler,
    wanted: &[Handler],
    facts: &Facts,
    options: &SyncOptions,
) {
    let bound = looks_like_any(&facts.rows, handler, options.match_user);
    let mut reason = "is not bound yet";
    if bound {
        if handler.rebind {
            reason = "is bound anew, as `rebind` asks";
        } else if !unsure(handler, wanted, options) {
            plan.keep.push(Step::new(handler, "is bound already"));
            return;
        } else {
            reason = "may be bound with another connector: a repeat does no harm";
        }
    }
    if let Some((field, reason)) = refusal(handler, facts) {
        plan.refused.push(Step::new(handler, &reason));
        plan.errors.push(FieldError {
            index,
            field,
            reason,
        });
        return;
    }
    plan.bind.push(Step::new(handler, reason));
    if handler.rebind {
        for row in &facts.rows {
            if row.looks_like(handler, options.match_user) {
                plan.unbind(row, reason);
            }
        }
    }
}

/// Whether it cannot be told from a wanted one with a connector, which `event.get` hides.
fn unsure(handler: &Handler, wanted: &[Handler], options: &SyncOptions) -> bool {
    let twin =
        |one: &Handler| one.connector().is_some() && one.looks_like(handler, options.match_user);
    !handler.offline() && wanted.iter().any(twin)
}

/// Whether one of a list looks like this handler.
pub(crate) fn looks_like_any(list: &[Handler], handler: &Handler, match_user: bool) -> bool {
    list.iter().any(|one| one.looks_like(handler, match_user))
}

impl Plan {
    /// Rows that look alike go with one unbind.
    fn unbind(&mut self, row: &Handler, reason: &str) {
        if !self
            .unbind
            .iter()
            .any(|step| step.handler.looks_like(row, true))
        {
            self.unbind.push(Step::new(row, reason));
        }
    }
}
