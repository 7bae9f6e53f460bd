//! Handlers moved from one base URL to another: a new tunnel, a new domain.

use super::address;
use super::diagnose::trim;
use super::error::Error;
use super::facts::Facts;
use super::handler::Handler;
use super::plan::{Needs, Plan, Prune, Step, SyncOptions, absolute, looks_like_any, plan};
use super::text::fill;

/// Plans the move of every visible online handler under `from` to the same place under `to`; each
/// old one waits for its own replacement.
///
/// # Errors
/// `INVALID_ARGUMENT` for a base that is no absolute URL and for equal bases.
pub fn relocate(from: &str, to: &str, facts: &Facts, options: &SyncOptions) -> Result<Plan, Error> {
    absolute("fromBaseUrl", from)?;
    absolute("toBaseUrl", to)?;
    let (from, to) = (trim(from), trim(to));
    if from == to {
        return Err(Error::invalid(
            "`%` is both the old and the new base URL",
            &[from],
        ));
    }
    let old = moving(from, to, facts);
    let mut new = old.clone();
    for handler in &mut new {
        let rest = address::under(handler.url(), from).unwrap_or_default();
        handler.handler = Some(fill("%%", &[to, rest]));
    }
    let options = SyncOptions {
        prune: Prune::Nothing,
        ..*options
    };
    let mut plan = plan(&new, facts, &options);
    for (old, new) in old.iter().zip(&new) {
        remove(&mut plan, old, new);
    }
    if !new.is_empty() {
        let unseen = "the portal does not show `options` and connectors of online handlers: they do not move";
        plan.warnings.push(unseen.into());
    }
    Ok(plan)
}

/// Takes the old handler away after its replacement; one that is refused leaves it.
fn remove(plan: &mut Plan, old: &Handler, new: &Handler) {
    let bind = plan
        .bind
        .iter()
        .position(|step| step.handler.same(new, true));
    let kept = || plan.keep.iter().any(|step| step.handler.same(new, true));
    if bind.is_some() || kept() {
        plan.unbind
            .push(Step::new(old, &fill("has moved to `%`", &[new.url()])));
        plan.needs.push(bind.map_or(Needs::Nothing, Needs::Bind));
    }
}

/// The handlers to move. A second run of a move deeper into the old base finds none.
fn moving(from: &str, to: &str, facts: &Facts) -> Vec<Handler> {
    let deeper = address::under(to, from).is_some();
    let mut list = Vec::new();
    for row in &facts.rows {
        let moved = deeper && address::under(row.url(), to).is_some();
        let there = address::under(row.url(), from).is_some();
        if there && !moved && !looks_like_any(&list, row, true) {
            list.push(row.clone());
        }
    }
    list
}
