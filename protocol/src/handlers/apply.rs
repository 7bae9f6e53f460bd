//! Applies a plan: gives batches to send, takes their answers, and ends with a report.
//!
//! Binds come first. What removes something is sent when all of them are confirmed. A second run
//! changes nothing, and one after a run that was cut off ends in the wanted state.

use super::change::{Change, ChangeResult, Stage};

pub use super::change::CommandResult;
use super::handler::{Handler, User};
use super::plan::{Needs, Plan, SyncOptions};
use super::report::{Failure, SyncReport};
use super::validate::refuse;
use crate::error::{Error, ErrorCode};
use crate::wire::command::Command;
use crate::wire::params::Value;

/// Commands that one `batch` takes (contract §5).
const MOST_COMMANDS: usize = 50;

/// One `batch` request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// `auth_connector` of the whole batch: inside a command it does not count (contract §5).
    pub connector: Option<String>,
    /// The commands, at most 50. Without `halt`.
    pub commands: Vec<Command>,
    /// Milliseconds to wait before it is sent.
    pub wait: f64,
}

impl Batch {
    /// The call of `batch`.
    #[must_use]
    pub fn command(&self) -> Command {
        let list = self
            .commands
            .iter()
            .map(|command| command.in_batch().into());
        Command::new("batch")
            .with_connector(self.connector.as_deref())
            .with("halt", "0")
            .with("cmd", Value::List(list.collect()))
    }

    /// Adds the commands of a change, if there is room and the connector is the same.
    fn add(&mut self, change: &mut Change, caller: User) {
        let connector = change.handler.connector();
        if self.commands.is_empty() {
            self.connector = connector.map(Into::into);
        }
        let commands = change.commands(caller);
        let fits = self.commands.len() + commands.len() <= MOST_COMMANDS;
        if fits && self.connector.as_deref() == connector {
            self.commands.extend(commands);
            self.wait = self.wait.max(change.wait);
            change.is_sent = true;
        }
    }
}

/// A plan that is being applied.
pub struct Applier {
    caller: User,
    changes: Vec<Change>,
    bind_failed: bool,
    /// Why nothing more is sent.
    stopped: Option<Error>,
    report: SyncReport,
}

impl Applier {
    /// Starts with a plan; `caller` is whom it was made for.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the portal would refuse some handlers, unless `partial`.
    pub fn new(plan: Plan, caller: User, options: &SyncOptions) -> Result<Self, Error> {
        if !plan.refused.is_empty() && !options.partial {
            refuse(plan.wrong_fields(), |error| {
                let place = error.place();
                format!(
                    "nothing was sent, since the portal would refuse {place}: {}; `partial: true` sends the others",
                    error.reason
                )
            })?;
        }
        let failed = plan.refused.iter().map(|step| Failure {
            handler: step.handler.clone(),
            error: Error::invalid(step.reason.as_str()),
        });
        let mut this = Self {
            caller,
            changes: Vec::new(),
            bind_failed: false,
            stopped: None,
            report: SyncReport {
                kept: plan.keep.iter().map(|step| step.handler.clone()).collect(),
                failed: failed.collect(),
                ..SyncReport::default()
            },
        };
        for step in &plan.bind {
            this.add(&step.handler, Stage::Bind, Needs::Nothing);
        }
        for (index, step) in plan.unbind.iter().enumerate() {
            let needs = plan.needs.get(index).copied().unwrap_or_default();
            this.add_unbind(&step.handler, needs);
        }
        Ok(this)
    }

    /// Adds an unbind. If it would remove what a bind of the plan adds, the two become one change:
    /// unbind, then bind.
    fn add_unbind(&mut self, handler: &Handler, needs: Needs) {
        let mut stage = Stage::Rebind;
        for change in &mut self.changes {
            if change.stage != Stage::Unbind && change.handler.looks_like(handler, true) {
                if stage == Stage::Rebind {
                    change.needs = Needs::AllBinds;
                }
                change.stage = stage;
                stage = Stage::Restore;
            }
        }
        if stage == Stage::Rebind {
            self.add(handler, Stage::Unbind, needs);
        }
    }

    fn add(&mut self, handler: &Handler, stage: Stage, needs: Needs) {
        self.changes
            .push(Change::new(handler.clone(), stage, needs));
    }

    /// The next batch to send, then call [`Applier::answered`] or [`Applier::failed`]; `None` when all
    /// is done.
    pub fn next_batch(&mut self) -> Option<Batch> {
        loop {
            let rank = self.changes.iter().filter_map(Change::rank).min()?;
            let mut batch = Batch::default();
            for index in 0..self.changes.len() {
                let change = self.changes.get(index);
                let Some(change) = change.filter(|change| change.rank() == Some(rank)) else {
                    continue;
                };
                if let Some(result) = self.why_not(change) {
                    self.finish_change(index, result);
                } else if let Some(change) = self.changes.get_mut(index) {
                    batch.add(change, self.caller);
                }
            }
            if !batch.commands.is_empty() {
                return Some(batch);
            }
        }
    }

    /// How a change ends that may not be sent; `None` if it may.
    fn why_not(&self, change: &Change) -> Option<ChangeResult> {
        let is_allowed = match change.needs {
            Needs::Nothing => true,
            Needs::AllBinds => !self.bind_failed,
            Needs::Bind(bind) => {
                let bind = self.changes.get(bind);
                bind.is_some_and(|bind| bind.is_done == Some(true))
            }
        };
        if is_allowed && self.stopped.is_none() {
            return None;
        }
        if change.stage == Stage::Unbind {
            return Some(ChangeResult::Kept);
        }
        let unsent = || {
            let description = "not sent after a failed bind: it unbinds first";
            Error::new(ErrorCode::Aborted, description)
        };
        let error = self.stopped.clone().unwrap_or_else(unsent);
        Some(ChangeResult::Failed(error))
    }

    /// Passes in the results of the last batch, one for each command and in their order. A bind that
    /// was answered `false` has failed.
    pub fn answered(&mut self, results: Vec<impl Into<CommandResult>>) {
        let results: Vec<CommandResult> = results.into_iter().map(Into::into).collect();
        let mut results = results.into_iter();
        self.finish_sent(|change| change.take_results(&mut results));
    }

    /// Passes in that the last batch failed as a whole. A 403 may be about its connector only; after
    /// any other failure nothing more is sent.
    pub fn failed(&mut self, error: &Error) {
        self.finish_sent(|_| ChangeResult::Failed(error.clone()));
        if error.status() != 403 {
            self.stopped = Some(error.clone());
        }
    }

    fn finish_sent(&mut self, mut judge: impl FnMut(&mut Change) -> ChangeResult) {
        for index in 0..self.changes.len() {
            let change = self.changes.get_mut(index);
            if let Some(change) = change.filter(|change| change.is_sent) {
                change.is_sent = false;
                let result = judge(change);
                self.finish_change(index, result);
            }
        }
    }

    fn finish_change(&mut self, index: usize, result: ChangeResult) {
        let Some(change) = self.changes.get_mut(index) else {
            return;
        };
        let report = &mut self.report;
        let list = match result {
            ChangeResult::Again => return,
            ChangeResult::Bound => &mut report.bound,
            ChangeResult::AlreadyBound => &mut report.already_bound,
            ChangeResult::Unbound => &mut report.unbound,
            ChangeResult::Kept => &mut report.kept,
            ChangeResult::Failed(error) => {
                change.is_done = Some(false);
                self.bind_failed |= change.stage != Stage::Unbind;
                let handler = change.handler.clone();
                return report.failed.push(Failure { handler, error });
            }
        };
        change.is_done = Some(true);
        list.push(change.handler.clone());
    }

    /// How many handlers are done, and how many there are in all.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let waiting = self.changes.iter().filter_map(Change::rank).count();
        (self.changes.len() - waiting, self.changes.len())
    }

    /// What became of each handler, once [`Applier::next_batch`] has given `None`.
    #[must_use]
    pub fn finish(self) -> SyncReport {
        self.report
    }
}
