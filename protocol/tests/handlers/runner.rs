//! Sends a sync's batches to the registry, until it is over or cut.

use bx24_protocol::Error;
use bx24_protocol::handlers::apply::{Applier, Batch};
use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::plan::plan;
use bx24_protocol::handlers::report::SyncReport;
use bx24_protocol::wire::command::Command;

use crate::cases::prune;
use crate::registry::{ADMIN, Registry, params, portal, text};

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
        let mut call = |command| registry.call(command, batch.connector.as_deref(), caller);
        let results = batch.commands.iter().map(|command| match fault(command) {
            None => call(command),
            Some(fault) => fault.answer(|| call(command)),
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

impl Fault {
    /// Executes the command or not, and answers as the fault says in either case.
    fn answer(self, execute: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
        if self.executed {
            let _ = execute();
        }
        Err(portal(self.code, self.text))
    }
}

pub fn healthy(_: &Command) -> Option<Fault> {
    None
}

/// A sync of an administrator that removes all that is not wanted.
pub fn begin(wanted: &[Handler], registry: &Registry) -> Applier {
    let plan = plan(wanted, &registry.snapshot(ADMIN), &prune());
    Applier::new(plan, ADMIN, &prune()).unwrap()
}

/// Plans and carries out; gives the batches and the report.
pub fn apply(
    wanted: &[Handler],
    registry: &mut Registry,
    fault: &mut dyn FnMut(&Command) -> Option<Fault>,
) -> (Vec<Batch>, SyncReport) {
    let mut sync = begin(wanted, registry);
    let sent = run(&mut sync, registry, ADMIN, Cut::Never, fault);
    let (done, total) = sync.progress();
    assert_eq!(done, total);
    (sent, sync.finish())
}

/// Carries the rest of an administrator's sync out, on a portal where nothing goes wrong.
pub fn finish(mut sync: Applier, registry: &mut Registry) -> SyncReport {
    run(&mut sync, registry, ADMIN, Cut::Never, &mut healthy);
    sync.finish()
}

/// How many handlers were bound, bound already, unbound, kept and failed.
pub fn counts(report: &SyncReport) -> [usize; 5] {
    let [bound, already_bound] = [&report.bound, &report.already_bound].map(Vec::len);
    let [unbound, kept] = [&report.unbound, &report.kept].map(Vec::len);
    [bound, already_bound, unbound, kept, report.failed.len()]
}

/// How many commands each batch has.
pub fn sizes(sent: &[Batch]) -> Vec<usize> {
    sent.iter().map(|batch| batch.commands.len()).collect()
}

/// The methods of each batch.
pub fn methods(sent: &[Batch]) -> Vec<Vec<&str>> {
    let commands = sent.iter().map(|batch| batch.commands.iter());
    commands
        .map(|list| list.map(|command| &*command.method).collect())
        .collect()
}

/// The handler's URL that a command names.
pub fn url(command: &Command) -> String {
    text(&params(command), "handler").unwrap_or_default().into()
}
