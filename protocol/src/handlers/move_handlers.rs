//! Handlers moved from one base URL to another: a new tunnel, a new domain.

use crate::error::Error;
use crate::handlers::diagnose::trim;
use crate::handlers::handler::Handler;
use crate::handlers::plan::{Needs, Plan, Step, SyncOptions, absolute, looks_like_any, place};
use crate::handlers::snapshot::Facts;
use crate::handlers::warnings::warnings;
use crate::text::fill;
use crate::wire::handler_url;

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
    // a second run of a move deeper into the old base finds nothing to move
    let deeper = handler_url::under(to, from).is_some();
    let mut plan = Plan::default();
    for (index, row) in facts.rows.iter().enumerate() {
        let moved = deeper && handler_url::under(row.url(), to).is_some();
        let earlier = facts.rows.get(..index).unwrap_or_default();
        if let Some(rest) = handler_url::under(row.url(), from)
            && !moved
            && !looks_like_any(earlier, row, true)
        {
            shift(&mut plan, row, &fill("%%", &[to, rest]), facts, options);
        }
    }
    plan.warnings = warnings(&plan, facts);
    if !plan.unbind.is_empty() {
        let unseen = "the portal does not show `options` and connectors: they do not move";
        plan.warnings.push(unseen.into());
    }
    Ok(plan)
}

/// Plans one handler's replacement, and the end of the old one after it; one that is refused leaves
/// the old one.
fn shift(plan: &mut Plan, old: &Handler, url: &str, facts: &Facts, options: &SyncOptions) {
    let mut new = old.resolved(facts.user);
    new.handler = Some(url.into());
    let (bound, refused) = (plan.bind.len(), plan.refused.len());
    place(plan, refused, &new, &[], facts, options);
    if plan.refused.len() == refused {
        let reason = fill("has moved to `%`", &[url]);
        plan.unbind.push(Step::new(old, &reason));
        plan.needs.push(match plan.bind.len() > bound {
            true => Needs::Bind(bound),
            false => Needs::Nothing,
        });
    }
}
