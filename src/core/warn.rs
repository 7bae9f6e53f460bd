//! What a plan's reader has to know: what may not work, and what could not be seen.

use super::address::{host, private};
use super::facts::Facts;
use super::handler::Handler;
use super::plan::{Plan, Step};
use super::suggest::dynamic;

/// All warnings of a plan, each once.
pub(crate) fn warnings(plan: &Plan, facts: &Facts) -> Vec<String> {
    let mut list = Vec::new();
    caller(facts, &mut list);
    for step in plan.bind.iter().chain(&plan.keep) {
        place(&step.handler, &mut list);
    }
    for step in &plan.bind {
        code(&step.handler.event, facts, &mut list);
    }
    gap(plan, &mut list);
    unseen(plan, &mut list);
    list
}

/// Adds a sentence that is not there yet.
fn add(list: &mut Vec<String>, parts: &[&str]) {
    let text = parts.concat();
    if !list.contains(&text) {
        list.push(text);
    }
}

fn caller(facts: &Facts, list: &mut Vec<String>) {
    if facts.webhook {
        add(
            list,
            &[
                "live portals refuse event methods to a webhook (403 `WRONG_AUTH_TYPE`): use an application's token",
            ],
        );
    }
    if facts.app.is_some_and(|app| !app.installed) {
        add(
            list,
            &["the application is not installed: nothing is delivered before `installFinish`"],
        );
    }
    if facts.app.is_some_and(|app| app.payment_expired) {
        add(
            list,
            &["the application's paid time is over: nothing is delivered"],
        );
    }
    if !facts.user.admin {
        add(
            list,
            &[
                "without administrator rights only your own handlers could be seen: others stay as they are",
            ],
        );
    }
    if facts.events.is_empty() {
        add(
            list,
            &["the portal's list of events could not be read: codes are not checked"],
        );
    }
}

fn place(handler: &Handler, list: &mut Vec<String>) {
    let host = host(handler.url());
    if private(host) {
        add(
            list,
            &[
                "`",
                host,
                "` is a private or loopback address: a portal on the internet cannot reach it",
            ],
        );
    }
}

fn code(event: &str, facts: &Facts, list: &mut Vec<String>) {
    if dynamic(event) && !facts.knows(event) {
        add(
            list,
            &[
                "`events` does not list `",
                event,
                "`: the portal may refuse it",
            ],
        );
    }
}

fn gap(plan: &Plan, list: &mut Vec<String>) {
    let anew = |step: &&Step| {
        plan.unbind
            .iter()
            .any(|old| old.handler.looks_like(&step.handler, true))
    };
    if let Some(step) = plan.bind.iter().find(anew) {
        add(
            list,
            &[
                "`rebind` unbinds before it binds, with every connector at that URL: events of `",
                &step.handler.event,
                "` in between are lost",
            ],
        );
    }
}

fn unseen(plan: &Plan, list: &mut Vec<String>) {
    if plan.keep.iter().any(|step| step.handler.options.is_some()) {
        add(
            list,
            &[
                "the portal does not show `options`: kept handlers may have others, `rebind` sets them",
            ],
        );
    }
    let mut steps = plan.bind.iter().chain(&plan.keep);
    if steps.any(|step| !step.handler.offline() && step.handler.connector().is_some()) {
        add(
            list,
            &[
                "the portal does not show the connector of an online handler: bound again, a repeat does no harm",
            ],
        );
    }
}
