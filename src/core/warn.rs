//! What a plan's reader has to know: what may not work, and what could not be seen.

use super::facts::Facts;
use super::finding::Findings;
use super::plan::{Plan, Step};
use super::suggest::dynamic;
use super::text::fill;

/// All warnings of a plan, each once.
pub(crate) fn warnings(plan: &Plan, facts: &Facts) -> Vec<String> {
    let mut findings = Findings::of(facts);
    let wanted = || plan.bind.iter().chain(&plan.keep);
    wanted().for_each(|step| findings.place(&step.handler));
    let told = findings.0.iter();
    let mut list: Vec<String> = told
        .map(|one| fill("%; %", &[&one.finding, one.remedy]))
        .collect();

    let unlisted = |step: &&Step| dynamic(&step.handler.event) && !facts.knows(&step.handler.event);
    let anew = |step: &&Step| {
        plan.unbind
            .iter()
            .any(|old| old.handler.looks_like(&step.handler, true))
    };
    let causes = [
        (
            facts.events.is_empty().then_some(""),
            "the portal's list of events could not be read: codes are not checked",
        ),
        (
            event(plan.bind.iter().find(unlisted)),
            "`events` does not list `%`: the portal may refuse it",
        ),
        (
            event(plan.bind.iter().find(anew)),
            "`rebind` unbinds first, every connector at that URL: events of `%` in between are lost",
        ),
        (
            event(plan.keep.iter().find(|step| step.handler.options.is_some())),
            "`options` cannot be seen: those of `%` may differ, `rebind` sets them",
        ),
        (
            event(
                wanted().find(|step| !step.handler.offline() && step.handler.connector().is_some()),
            ),
            "an online handler's connector cannot be seen: `%` is bound again, which does no harm",
        ),
    ];
    for (event, words) in causes {
        if let Some(event) = event {
            list.push(fill(words, &[event]));
        }
    }
    list
}

fn event(step: Option<&Step>) -> Option<&str> {
    step.map(|step| step.handler.event.as_str())
}
