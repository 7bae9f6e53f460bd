//! Sends a sync's batches to the registry, until it is over or cut.

use bx24_protocol::handlers::apply::{Applier, Batch};
use bx24_protocol::handlers::handler::User;
use bx24_protocol::wire::command::Command;

use crate::registry::{Registry, portal};

/// Whether a batch comes before a cut, is cut off before it was executed, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Never,
    /// The page is gone before request number n.
    Before(usize),
    /// The page is gone after request number n was executed, before its answer.
    After(usize),
}

/// Sends a sync's batches to the registry until it is over or cut; gives the batches sent.
pub fn run(
    sync: &mut Applier,
    registry: &mut Registry,
    caller: User,
    cut: Cut,
    fault: &mut dyn FnMut(&Command) -> Option<Fault>,
) -> Vec<Batch> {
    let mut sent = Vec::new();
    while let Some(batch) = sync.next_batch() {
        assert!(
            (1..=50).contains(&batch.commands.len()),
            "a batch of {}",
            batch.commands.len()
        );
        if cut == Cut::Before(sent.len()) {
            return sent;
        }
        let results = batch.commands.iter().map(|command| match fault(command) {
            None => registry.call(command, batch.connector.as_deref(), caller),
            Some(fault) => {
                if fault.executed {
                    let _ = registry.call(command, batch.connector.as_deref(), caller);
                }
                Err(portal(fault.code, fault.text))
            }
        });
        let results = results.collect();
        sent.push(batch);
        if cut == Cut::After(sent.len() - 1) {
            return sent;
        }
        sync.answered(results);
        assert!(sent.len() < 500, "a sync without end");
    }
    sent
}

/// An answer that says something else than what happened.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub executed: bool,
    pub code: &'static str,
    pub text: &'static str,
}

pub fn healthy(_: &Command) -> Option<Fault> {
    None
}
