//! A plan carried out: batches out, answers in, a report at the end.
//!
//! Binds come first; what removes something is sent when all of them are confirmed. Repeating it
//! changes nothing, and a second run after a cut in the middle ends in the wanted state.

use super::command::Command;
use super::error::{Error, code};
use super::handler::User;
use super::plan::{Plan, Step, SyncOptions};
use super::relocate::Relocation;
use super::report::{Failure, SyncReport};
use super::task::{Needs, Stage, State, Task, Verdict};
use super::validate::listed;

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

/// A plan being carried out.
pub struct Sync {
    caller: User,
    tasks: Vec<Task>,
    /// The tasks of the batch that is under way.
    sent: Vec<usize>,
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
        Self::begin(plan, caller, options, |_| Needs::AllBinds)
    }

    /// Begins with handlers that move: each old one goes when its own replacement is bound.
    ///
    /// # Errors
    /// As [`Sync::new`].
    pub fn relocate(moved: Relocation, caller: User, options: &SyncOptions) -> Result<Self, Error> {
        let Relocation { plan, replacements } = moved;
        Self::begin(plan, caller, options, |index| {
            let bind = replacements.get(index).copied().flatten();
            bind.map_or(Needs::Nothing, Needs::Task)
        })
    }

    fn begin(
        plan: Plan,
        caller: User,
        options: &SyncOptions,
        needs: impl Fn(usize) -> Needs,
    ) -> Result<Self, Error> {
        if !plan.refused.is_empty() && !options.partial {
            return Err(refused(plan));
        }
        let mut this = Self {
            caller,
            tasks: Vec::new(),
            sent: Vec::new(),
            bind_failed: false,
            stopped: None,
            report: SyncReport::default(),
        };
        this.report
            .kept
            .extend(plan.keep.into_iter().map(|step| step.handler));
        for Step { handler, reason } in plan.refused {
            let error = Error::invalid(reason);
            this.report.failed.push(Failure { handler, error });
        }
        for step in plan.bind {
            this.tasks
                .push(Task::new(step.handler, Stage::Bind, Needs::Nothing));
        }
        for (index, step) in plan.unbind.into_iter().enumerate() {
            this.remove(step, needs(index));
        }
        Ok(this)
    }

    /// An unbind that would remove what a bind makes comes right before that bind.
    fn remove(&mut self, step: Step, needs: Needs) {
        let mut stage = Stage::Rebind;
        for task in &mut self.tasks {
            if task.stage != Stage::Unbind && task.handler.looks_like(&step.handler, true) {
                task.stage = stage;
                if stage == Stage::Rebind {
                    task.needs = Needs::AllBinds;
                }
                stage = Stage::Restore;
            }
        }
        if stage == Stage::Rebind {
            self.tasks
                .push(Task::new(step.handler, Stage::Unbind, needs));
        }
    }

    /// The next batch to send; then call [`Sync::answered`] or [`Sync::failed`]. Nothing: it is
    /// over.
    pub fn next_batch(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        self.sent.clear();
        while let Some(stage) = self.waiting().map(|task| task.stage).min() {
            self.drop_forbidden(stage);
            self.fill(&mut batch, stage);
            if !self.sent.is_empty() {
                return Some(batch);
            }
        }
        None
    }

    /// Takes the results of the last batch, one per command and in their order. A bind that is
    /// answered `false` has failed.
    pub fn answered(&mut self, results: Vec<Result<(), Error>>) {
        let mut results = results.into_iter();
        for index in std::mem::take(&mut self.sent) {
            if let Some(task) = self.tasks.get_mut(index) {
                let verdict = task.judge(&mut results);
                self.settle(index, verdict);
            }
        }
    }

    /// The last batch as a whole failed. A 403 may lie with its connector; after any other failure
    /// nothing more is sent.
    pub fn failed(&mut self, error: &Error) {
        for index in std::mem::take(&mut self.sent) {
            self.settle(index, Verdict::Failed(error.clone()));
        }
        if error.status != 403 {
            self.stopped = Some(error.clone());
        }
    }

    /// How many handlers are done, and how many there are to bind or unbind.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.tasks.len() - self.waiting().count(), self.tasks.len())
    }

    /// What became of each handler; complete when [`Sync::next_batch`] gave nothing.
    #[must_use]
    pub fn finish(self) -> SyncReport {
        self.report
    }

    fn waiting(&self) -> impl Iterator<Item = &Task> {
        self.tasks
            .iter()
            .filter(|task| task.state == State::Waiting)
    }

    /// Settles the tasks of a stage that must not be sent any more.
    fn drop_forbidden(&mut self, stage: Stage) {
        for index in 0..self.tasks.len() {
            let task = self
                .tasks
                .get(index)
                .filter(|task| task.state == State::Waiting && task.stage == stage);
            if let Some(verdict) = task.and_then(|task| self.forbidden(task)) {
                self.settle(index, verdict);
            }
        }
    }

    fn forbidden(&self, task: &Task) -> Option<Verdict> {
        let allowed = match task.needs {
            Needs::Nothing => true,
            Needs::AllBinds => !self.bind_failed,
            Needs::Task(bind) => self
                .tasks
                .get(bind)
                .is_some_and(|bind| bind.state == State::Over(true)),
        };
        match &self.stopped {
            None if allowed => None,
            _ if task.stage == Stage::Unbind => Some(Verdict::Kept),
            Some(error) => Some(Verdict::Failed(error.clone())),
            None => Some(Verdict::Failed(Error::new(
                code::ABORTED,
                "not sent: it would unbind first, and an earlier bind failed",
            ))),
        }
    }

    /// Collects waiting tasks of one stage with one connector, those that were tried least first.
    fn fill(&mut self, batch: &mut Batch, stage: Stage) {
        let ready = |task: &&Task| task.stage == stage;
        let tries = self.waiting().filter(ready).map(|task| task.tries).min();
        for (index, task) in self.tasks.iter().enumerate() {
            if task.state != State::Waiting || task.stage != stage || Some(task.tries) != tries {
                continue;
            }
            if self.sent.is_empty() {
                batch.connector = task.handler.connector().map(Into::into);
            }
            let commands = task.commands(self.caller);
            let fits = batch.commands.len() + commands.len() <= MOST_COMMANDS;
            if fits && batch.connector.as_deref() == task.handler.connector() {
                batch.commands.extend(commands);
                batch.wait = batch.wait.max(task.wait);
                self.sent.push(index);
            }
        }
    }

    fn settle(&mut self, index: usize, verdict: Verdict) {
        let Some(task) = self.tasks.get_mut(index) else {
            return;
        };
        if matches!(verdict, Verdict::Again) {
            return;
        }
        let handler = task.handler.clone();
        let failed = matches!(verdict, Verdict::Failed(_));
        task.state = State::Over(!failed);
        self.bind_failed |= failed && task.stage != Stage::Unbind;
        match verdict {
            Verdict::Again => {}
            Verdict::Bound => self.report.bound.push(handler),
            Verdict::AlreadyBound => self.report.already_bound.push(handler),
            Verdict::Unbound => self.report.unbound.push(handler),
            Verdict::Kept => self.report.kept.push(handler),
            Verdict::Failed(error) => self.report.failed.push(Failure { handler, error }),
        }
    }
}

fn refused(plan: Plan) -> Error {
    let mut error = listed(
        "the portal would refuse some handlers, nothing was sent",
        plan.errors,
    );
    error
        .description
        .push_str("; `partial: true` applies the others");
    error
}
