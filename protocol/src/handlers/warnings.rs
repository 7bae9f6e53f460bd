//! The warnings of a plan: what may not work, and what could not be checked.

use super::diagnosis::{Diagnoses, Diagnosis};
use super::handler::{Handler, any_looks_like};
use super::snapshot::Snapshot;
use crate::wire::event_code::is_smart_process;

/// All warnings of a plan that binds and keeps these, each once.
pub(super) fn warnings<'a>(
    bind: impl Iterator<Item = &'a Handler>,
    keep: impl Iterator<Item = &'a Handler>,
    snapshot: &Snapshot,
) -> Vec<String> {
    let mut found = Diagnoses::of(snapshot);
    if snapshot.events.is_empty() {
        found.warn(
            "the portal's list of events could not be read",
            "codes are not checked",
        );
    }
    for handler in bind {
        found.check(handler, snapshot);
    }
    for handler in keep {
        found.check(handler, snapshot);
        if handler.options.is_some() {
            found.warn(
                "the portal does not show `options`",
                "kept handlers may have others, `rebind` sets them",
            );
        }
    }
    let sentences = found.0.iter();
    sentences
        .map(|one| format!("{}: {}", one.finding, one.remedy))
        .collect()
}

impl Diagnoses {
    fn check(&mut self, handler: &Handler, snapshot: &Snapshot) {
        let event = handler.event.as_str();
        self.check_address(handler);
        if !snapshot.knows(event) && is_smart_process(event) {
            self.warn(
                format!("`events` does not list `{event}`"),
                "the portal may refuse it",
            );
        }
        if handler.rebind && any_looks_like(&snapshot.rows, handler, true) {
            self.warn(
                "`rebind` unbinds first, every connector at that URL",
                "events in between are lost",
            );
        }
        if !handler.is_offline() && handler.connector().is_some() {
            self.warn(
                "the portal does not show the connector of online handlers",
                "they are bound again, without harm",
            );
        }
    }

    fn warn(&mut self, finding: impl Into<String>, remedy: &'static str) {
        self.add(Diagnosis::warning("", finding, remedy));
    }
}
