//! Moves handlers from one base URL to another: a new tunnel, a new domain.

use super::handler::{Handler, any_looks_like};
use super::plan::{Needs, Plan, Step, SyncOptions, check_base};
use super::snapshot::Snapshot;
use crate::error::Error;
use crate::wire::handler_url::{under, without_slash};

/// The base URLs of a move without a slash at the end.
///
/// # Errors
/// `INVALID_ARGUMENT` for a base that is no absolute URL and for equal bases.
pub fn check_bases<'a>(from: &'a str, to: &'a str) -> Result<(&'a str, &'a str), Error> {
    check_base("fromBaseUrl", from)?;
    check_base("toBaseUrl", to)?;
    let (from, to) = (without_slash(from), without_slash(to));
    if from == to {
        return Err(Error::invalid(format!(
            "`{from}` is both the old and the new base URL"
        )));
    }
    Ok((from, to))
}

/// Plans the move of every visible online handler under `from` to the same place under `to`; each
/// old one waits for its own replacement.
///
/// # Errors
/// `INVALID_ARGUMENT` for a base that is not an absolute URL, or equal bases.
pub fn plan_move(
    from: &str,
    to: &str,
    snapshot: &Snapshot,
    options: &SyncOptions,
) -> Result<Plan, Error> {
    let (from, to) = check_bases(from, to)?;
    // the new base can lie below the old one: what has moved there must not move again
    let is_deeper = under(to, from).is_some();
    let mut plan = Plan::default();
    for (index, row) in snapshot.rows.iter().enumerate() {
        let is_moved = is_deeper && under(row.url(), to).is_some();
        let earlier = snapshot.rows.get(..index).unwrap_or_default();
        if let Some(rest) = under(row.url(), from)
            && !is_moved
            && !any_looks_like(earlier, row, true)
        {
            plan.replace(row, &format!("{to}{rest}"), snapshot, options);
        }
    }
    plan.warnings = plan.find_warnings(snapshot);
    if !plan.unbind.is_empty() {
        let unseen = "the portal does not show `options` and connectors: they do not move";
        plan.warnings.push(unseen.into());
    }
    Ok(plan)
}

impl Plan {
    /// Plans to bind a handler's replacement, and to unbind the old one after that. If the portal
    /// would refuse the replacement, the old one stays.
    fn replace(&mut self, old: &Handler, url: &str, snapshot: &Snapshot, options: &SyncOptions) {
        let mut new = old.resolved(snapshot.user);
        new.handler = Some(url.into());
        let (bound, refused) = (self.bind.len(), self.refused.len());
        self.add(refused, &new, &[], snapshot, options);
        if self.refused.len() == refused {
            self.unbind
                .push(Step::new(old, format!("has moved to `{url}`")));
            self.needs.push(match self.bind.len() > bound {
                true => Needs::Bind(bound),
                false => Needs::Nothing,
            });
        }
    }
}
