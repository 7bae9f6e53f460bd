//! Handlers moved from one base URL to another: a new tunnel, a new domain.

use super::address;
use super::diagnose::trim;
use super::error::Error;
use super::facts::Facts;
use super::handler::Handler;
use super::plan::{Needs, Plan, Prune, Step, SyncOptions, absolute, plan};
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
        return Err(Error::invalid(fill(
            "`%` is both the old and the new base URL",
            &[from],
        )));
    }
    let (old, new) = pairs(from, to, facts);
    let options = SyncOptions {
        prune: Prune::Nothing,
        ..*options
    };
    let mut plan = plan(&new, facts, &options);
    for (old, new) in old.into_iter().zip(&new) {
        remove(&mut plan, old, new);
    }
    if !new.is_empty() {
        let unseen = "`options` and connectors of online handlers cannot be seen: they do not move";
        plan.warnings.push(unseen.into());
    }
    Ok(plan)
}

/// Takes the old handler away after its replacement; one that is refused leaves it.
fn remove(plan: &mut Plan, old: Handler, new: &Handler) {
    let bind = place(&plan.bind, new);
    if bind.is_some() || place(&plan.keep, new).is_some() {
        plan.unbind
            .push(Step::new(old, fill("has moved to `%`", &[new.url()])));
        plan.needs.push(bind.map_or(Needs::Nothing, Needs::Bind));
    }
}

fn place(steps: &[Step], handler: &Handler) -> Option<usize> {
    steps
        .iter()
        .position(|step| step.handler.same(handler, true))
}

/// Old and new handlers. A second run of a move deeper into the old base finds nothing to do.
fn pairs(from: &str, to: &str, facts: &Facts) -> (Vec<Handler>, Vec<Handler>) {
    let (mut old, mut new) = (Vec::<Handler>::new(), Vec::new());
    let deeper = address::under(to, from).is_some();
    for row in facts.rows.iter().filter(|row| !row.offline()) {
        let moved = deeper && address::under(row.url(), to).is_some();
        let seen = old.iter().any(|other| other.looks_like(row, true));
        if let Some(rest) = address::under(row.url(), from).filter(|_| !moved && !seen) {
            let handler = Some([to, rest].concat());
            old.push(row.clone());
            new.push(Handler {
                handler,
                ..row.clone()
            });
        }
    }
    (old, new)
}
