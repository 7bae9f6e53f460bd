//! Wanted handlers against those that the portal has: what to bind, to unbind, to keep.

use serde::Serialize;

use super::address;
use super::error::{Error, FieldError};
use super::facts::Facts;
use super::handler::Handler;
use super::refuse::refusal;
use super::text::fill;
use super::warn::warnings;

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
            Prune::UnderUrl(base) => address::under(row.url(), base).is_some(),
        }
    }
}

/// Refuses a base that is no absolute http(s) URL with a host.
pub(crate) fn absolute(name: &str, base: &str) -> Result<(), Error> {
    match address::refusal(base) {
        None => Ok(()),
        Some(reason) => Err(Error::invalid(fill("`%`: %", &[name, &reason]))),
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
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The handler, as the portal keeps it.
    pub handler: Handler,
    /// Why it stands here, in words.
    pub reason: String,
}

impl Step {
    pub(crate) fn new(handler: Handler, reason: impl Into<String>) -> Self {
        Self {
            handler,
            reason: reason.into(),
        }
    }
}

/// What a `sync` would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
    #[serde(skip)]
    pub needs: Vec<Needs>,
    /// What to know before it is carried out.
    pub warnings: Vec<String>,
    /// The wrong fields of `refused`: the position in the wanted list, and why.
    #[serde(skip)]
    pub errors: Vec<FieldError>,
}

/// Compares the wanted handlers with the portal's.
///
/// `wanted` has passed [`validate`](super::validate::validate), `options` their own.
#[must_use]
pub fn plan(wanted: &[Handler], facts: &Facts, options: &SyncOptions) -> Plan {
    let wanted: Vec<Handler> = wanted
        .iter()
        .map(|handler| handler.resolved(facts.user))
        .collect();
    let mut plan = Plan::default();
    for (index, handler) in wanted.iter().enumerate() {
        place(&mut plan, index, handler, &wanted, facts, options);
    }
    for row in &facts.rows {
        let needed = wanted
            .iter()
            .any(|handler| handler.looks_like(row, options.match_user));
        if !needed && options.removes(row) {
            unbind(&mut plan, row, "is not in the list");
        }
    }
    plan.warnings = warnings(&plan, facts);
    plan
}

fn place(
    plan: &mut Plan,
    index: usize,
    handler: &Handler,
    wanted: &[Handler],
    facts: &Facts,
    options: &SyncOptions,
) {
    let rows = || {
        facts
            .rows
            .iter()
            .filter(|row| handler.looks_like(row, options.match_user))
    };
    let bound = rows().next().is_some();
    let unsure = !handler.offline()
        && wanted
            .iter()
            .any(|one| one.connector().is_some() && handler.looks_like(one, options.match_user));
    if bound && !unsure && !handler.rebind {
        plan.keep
            .push(Step::new(handler.clone(), "is bound already"));
        return;
    }
    if let Some((field, reason)) = refusal(handler, facts) {
        plan.refused
            .push(Step::new(handler.clone(), reason.as_str()));
        plan.errors.push(FieldError {
            index,
            field,
            reason,
        });
        return;
    }
    let reason = match (bound, handler.rebind) {
        (false, _) => "is not bound yet",
        (true, true) => "is bound anew, as `rebind` asks",
        (true, false) => {
            "may be bound already: the portal does not show connectors, a repeat does no harm"
        }
    };
    plan.bind.push(Step::new(handler.clone(), reason));
    if handler.rebind {
        rows().for_each(|row| unbind(plan, row, "is bound anew, as `rebind` asks"));
    }
}

/// Rows that look alike go with one unbind.
fn unbind(plan: &mut Plan, row: &Handler, reason: &str) {
    if !plan
        .unbind
        .iter()
        .any(|step| step.handler.looks_like(row, true))
    {
        plan.unbind.push(Step::new(row.clone(), reason));
    }
}
