//! A plan carried out: batches out, answers in, a report at the end.
//!
//! Binds come first; what removes something is sent when all of them are confirmed. Repeating it
//! changes nothing, and a second run after a cut in the middle ends in the wanted state.

use crate::error::{Error, code};
use crate::handlers::change::{Stage, Task, Verdict};
use crate::handlers::handler::{Handler, User, put};
use crate::handlers::plan::{Needs, Plan, SyncOptions};
use crate::handlers::report::{Failure, SyncReport};
use crate::handlers::validate::listed;
use crate::text::fill;
use crate::wire::command::Command;
use crate::wire::params::{Params, Value};

/// Commands that one `batch` takes (contract §5).
const MOST_COMMANDS: usize = 50;

/// One `batch` request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// `auth_connector` of the outer call: inside a command it does not count.
    pub connector: Option<String>,
    /// The commands, at most 50. Without `halt`.
    pub commands: Vec<Command>,
    /// Milliseconds to wait before it is sent.
    pub wait: f64,
}

impl Batch {
    /// The call that it is.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut list = Vec::new();
        for command in &self.commands {
            list.push(Value::Text(fill("%?%", &[command.method, &command.body])));
        }
        let mut params = Params::new();
        put(&mut params, "halt", "0".into());
        put(&mut params, "cmd", Value::List(list));
        Command::new("batch", params)
    }

    /// Takes a task in if it fits.
    fn take(&mut self, task: &mut Task, caller: User) {
        let connector = task.handler.connector();
        if self.commands.is_empty() {
            self.connector = connector.map(Into::into);
        }
        let fits = self.commands.len() + task.cost() <= MOST_COMMANDS;
        task.sent = fits && self.connector.as_deref() == connector;
        if task.sent {
            task.send(caller, &mut self.commands);
            self.wait = self.wait.max(task.wait);
        }
    }
}

/// A plan being carried out.
pub struct Sync {
    caller: User,
    tasks: Vec<Task>,
    bind_failed: bool,
    /// Why nothing more is sent.
    stopped: Option<Error>,
    report: SyncReport,
}

impl Sync {
    /// Begins with a plan; `caller` is who the plan was made for.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the portal would refuse some handlers, unless `partial`.
    pub fn new(plan: Plan, caller: User, options: &SyncOptions) -> Result<Self, Error> {
        if !plan.refused.is_empty() && !options.partial {
            return Err(listed(
                "nothing was sent without `partial`: the portal would refuse entry %",
                plan.errors,
            ));
        }
        let mut this = Self {
            caller,
            tasks: Vec::new(),
            bind_failed: false,
            stopped: None,
            report: SyncReport::default(),
        };
        for step in &plan.keep {
            this.report.kept.push(step.handler.clone());
        }
        for step in &plan.refused {
            this.report.failed.push(Failure {
                handler: step.handler.clone(),
                error: Error::invalid("%", &[&step.reason]),
            });
        }
        for step in &plan.bind {
            this.add(&step.handler, Stage::Bind, Needs::Nothing);
        }
        for (index, step) in plan.unbind.iter().enumerate() {
            let needs = plan.needs.get(index).copied().unwrap_or_default();
            this.remove(&step.handler, needs);
        }
        Ok(this)
    }

    /// An unbind that would remove what a bind makes comes right before that bind.
    fn remove(&mut self, handler: &Handler, needs: Needs) {
        let mut stage = Stage::Rebind;
        for task in &mut self.tasks {
            if task.stage != Stage::Unbind && task.handler.looks_like(handler, true) {
                if stage == Stage::Rebind {
                    task.needs = Needs::AllBinds;
                }
                task.stage = stage;
                stage = Stage::Restore;
            }
        }
        if stage == Stage::Rebind {
            self.add(handler, Stage::Unbind, needs);
        }
    }

    fn add(&mut self, handler: &Handler, stage: Stage, needs: Needs) {
        self.tasks.push(Task::new(handler.clone(), stage, needs));
    }

    /// The next batch to send; then call [`Sync::answered`] or [`Sync::failed`]. Nothing: it is
    /// over.
    pub fn next_batch(&mut self) -> Option<Batch> {
        loop {
            let rank = self.tasks.iter().filter_map(Task::rank).min()?;
            let mut batch = Batch::default();
            for index in 0..self.tasks.len() {
                self.offer(index, rank, &mut batch);
            }
            if !batch.commands.is_empty() {
                return Some(batch);
            }
        }
    }

    /// Puts a task into the batch, if it is its turn, if it fits, and if it may be sent at all.
    fn offer(&mut self, index: usize, rank: u32, batch: &mut Batch) {
        let task = self.tasks.get(index);
        let Some(task) = task.filter(|task| task.rank() == Some(rank)) else {
            return;
        };
        if let Some(verdict) = self.forbidden(task) {
            return self.settle(index, verdict);
        }
        if let Some(task) = self.tasks.get_mut(index) {
            batch.take(task, self.caller);
        }
    }

    fn forbidden(&self, task: &Task) -> Option<Verdict> {
        let allowed = match task.needs {
            Needs::Nothing => true,
            Needs::AllBinds => !self.bind_failed,
            Needs::Bind(bind) => self
                .tasks
                .get(bind)
                .is_some_and(|bind| bind.over == Some(true)),
        };
        if allowed && self.stopped.is_none() {
            return None;
        }
        if task.stage == Stage::Unbind {
            return Some(Verdict::Kept);
        }
        let unsent = || {
            Error::new(
                code::ABORTED,
                "not sent after a failed bind: it unbinds first",
            )
        };
        Some(Verdict::Failed(self.stopped.clone().unwrap_or_else(unsent)))
    }

    /// Takes the results of the last batch, one per command and in their order. A bind that is
    /// answered `false` has failed.
    pub fn answered(&mut self, results: Vec<Result<(), Error>>) {
        let mut results = results.into_iter();
        self.each_sent(|task| task.judge(&mut results));
    }

    /// The last batch as a whole failed. A 403 may lie with its connector; after any other failure
    /// nothing more is sent.
    pub fn failed(&mut self, error: &Error) {
        self.each_sent(|_| Verdict::Failed(error.clone()));
        if error.status != 403 {
            self.stopped = Some(error.clone());
        }
    }

    /// Settles the tasks of the batch that is under way.
    fn each_sent(&mut self, mut judge: impl FnMut(&mut Task) -> Verdict) {
        for index in 0..self.tasks.len() {
            let sent = self.tasks.get_mut(index).filter(|task| task.sent);
            if let Some(task) = sent {
                task.sent = false;
                let verdict = judge(task);
                self.settle(index, verdict);
            }
        }
    }

    fn settle(&mut self, index: usize, verdict: Verdict) {
        let Some(task) = self.tasks.get_mut(index) else {
            return;
        };
        let report = &mut self.report;
        let list = match verdict {
            Verdict::Again => return,
            Verdict::Bound => &mut report.bound,
            Verdict::AlreadyBound => &mut report.already_bound,
            Verdict::Unbound => &mut report.unbound,
            Verdict::Kept => &mut report.kept,
            Verdict::Failed(error) => {
                task.over = Some(false);
                self.bind_failed |= task.stage != Stage::Unbind;
                let handler = task.handler.clone();
                return report.failed.push(Failure { handler, error });
            }
        };
        task.over = Some(true);
        list.push(task.handler.clone());
    }

    /// How many handlers are done, and how many there are to bind or unbind.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let waiting = self.tasks.iter().filter_map(Task::rank).count();
        (self.tasks.len() - waiting, self.tasks.len())
    }

    /// What became of each handler; complete when [`Sync::next_batch`] gave nothing.
    #[must_use]
    pub fn finish(self) -> SyncReport {
        self.report
    }
}
