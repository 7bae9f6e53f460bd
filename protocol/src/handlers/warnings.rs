//! What a plan's reader has to know: what may not work, and what could not be seen.

use crate::handlers::diagnosis::{
    CONNECTOR_UNSEEN, Findings, GAP, NO_LIST, NOT_LISTED, OPTIONS_UNSEEN,
};
use crate::handlers::plan::{Plan, looks_like_any};
use crate::handlers::snapshot::Facts;
use crate::text::fill;
use crate::wire::event_code::dynamic;

/// All warnings of a plan, each once.
pub(crate) fn warnings(plan: &Plan, facts: &Facts) -> Vec<String> {
    let mut findings = Findings::of(facts);
    findings.check(facts.events.is_empty(), &NO_LIST, &[]);
    let bound = plan.bind.len();
    for (index, step) in plan.bind.iter().chain(&plan.keep).enumerate() {
        let (handler, kept) = (&step.handler, index >= bound);
        let event = handler.event.as_str();
        findings.place(handler);
        findings.check(!facts.knows(event) && dynamic(event), &NOT_LISTED, &[event]);
        findings.check(
            handler.rebind && looks_like_any(&facts.rows, handler, true),
            &GAP,
            &[],
        );
        findings.check(kept && handler.options.is_some(), &OPTIONS_UNSEEN, &[]);
        let hidden = !handler.offline() && handler.connector().is_some();
        findings.check(hidden, &CONNECTOR_UNSEEN, &[]);
    }
    let mut told = Vec::new();
    for one in &findings.0 {
        told.push(fill("%: %", &[&one.finding, one.remedy]));
    }
    told
}
