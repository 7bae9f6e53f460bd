//! Handlers moved from one base URL to another: a new tunnel, a new domain.

use super::address;
use super::error::Error;
use super::facts::Facts;
use super::handler::Handler;
use super::plan::{Plan, Prune, Step, SyncOptions, absolute, plan};

/// A plan whose unbinds each wait for one bind of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relocation {
    /// What will be done.
    pub plan: Plan,
    /// For each of `plan.unbind` the position in `plan.bind` of its replacement; absent: the
    /// replacement is there already.
    pub replacements: Vec<Option<usize>>,
}

/// Plans the move of every visible online handler under `from` to the same place under `to`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a base that is no absolute URL and for equal bases.
pub fn relocate(
    from: &str,
    to: &str,
    facts: &Facts,
    options: &SyncOptions,
) -> Result<Relocation, Error> {
    absolute("fromBaseUrl", from)?;
    absolute("toBaseUrl", to)?;
    let (from, to) = (trim(from), trim(to));
    if from == to {
        return Err(Error::invalid(
            ["`", from, "` is both the old and the new base URL"].concat(),
        ));
    }
    let pairs = pairs(from, to, facts);
    let wanted: Vec<Handler> = pairs.iter().map(|pair| pair.1.clone()).collect();
    let options = SyncOptions {
        prune: Prune::Nothing,
        ..options.clone()
    };
    let mut moved = Relocation {
        plan: plan(&wanted, facts, &options),
        ..Relocation::default()
    };
    for (old, new) in pairs {
        moved.remove(old, &new);
    }
    if !wanted.is_empty() {
        let unseen = "the portal does not show `options` and connectors of online handlers: they do not move";
        moved.plan.warnings.push(unseen.into());
    }
    Ok(moved)
}

impl Relocation {
    /// Takes the old handler away after its replacement; one that is refused leaves it.
    fn remove(&mut self, old: Handler, new: &Handler) {
        let holds = |step: &Step| step.handler.same(new, true);
        let bind = self.plan.bind.iter().position(holds);
        if bind.is_some() || self.plan.keep.iter().any(holds) {
            self.plan
                .unbind
                .push(Step::new(old, ["has moved to `", new.url(), "`"].concat()));
            self.replacements.push(bind);
        }
    }
}

/// Old and new handlers. A second run of a move deeper into the old base finds nothing to do.
fn pairs(from: &str, to: &str, facts: &Facts) -> Vec<(Handler, Handler)> {
    let deeper = address::under(to, from).is_some();
    let mut list: Vec<(Handler, Handler)> = Vec::new();
    for row in facts.rows.iter().filter(|row| !row.offline()) {
        let Some(rest) = address::under(row.url(), from) else {
            continue;
        };
        let moved = deeper && address::under(row.url(), to).is_some();
        if !moved && !list.iter().any(|(old, _)| old.looks_like(row, true)) {
            let mut new = row.clone();
            new.handler = Some([to, rest].concat());
            list.push((row.clone(), new));
        }
    }
    list
}

fn trim(base: &str) -> &str {
    base.strip_suffix('/').unwrap_or(base)
}
