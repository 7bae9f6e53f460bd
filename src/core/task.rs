//! One handler on its way through a `sync`: what is sent for it, and what its answers mean.

use super::command::Command;
use super::error::{Error, code};
use super::handler::{Handler, User};
use super::policy::{self, Next};

/// How often one command is sent.
const MOST_TRIES: u32 = 6;

/// When a task's turn comes; each stage is over before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Binds that remove nothing.
    Bind,
    /// An unbind with its bind right after it.
    Rebind,
    /// Binds of handlers that an unbind of the stage before removed as well.
    Restore,
    /// Unbinds.
    Unbind,
}

/// What an unbind waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// That no bind failed.
    AllBinds,
    /// That the task with this number is bound.
    Task(usize),
    /// For nothing.
    Nothing,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    /// Over; whether it succeeded.
    Over(bool),
}

/// What one answer leads to.
pub(crate) enum Verdict {
    Again,
    Bound,
    AlreadyBound,
    Unbound,
    /// Not sent, and still there.
    Kept,
    Failed(Error),
}

pub(crate) struct Task {
    pub handler: Handler,
    pub stage: Stage,
    pub needs: Needs,
    pub state: State,
    /// How often it was sent.
    pub tries: u32,
    /// Milliseconds to wait before it is sent again.
    pub wait: f64,
    /// How the unbind of a `Rebind` ended.
    unbound: Option<Result<(), Error>>,
}

impl Task {
    pub fn new(handler: Handler, stage: Stage, needs: Needs) -> Self {
        Self {
            handler,
            stage,
            needs,
            state: State::Waiting,
            tries: 0,
            wait: 0.0,
            unbound: None,
        }
    }

    /// The commands of the next try, one or two.
    pub fn commands(&self, caller: User) -> Vec<Command> {
        let mut list = Vec::new();
        if self.unbinds() {
            list.push(Command {
                method: "event.unbind",
                params: self.exact().unbind_params(caller),
            });
        }
        if self.stage != Stage::Unbind {
            list.push(Command {
                method: "event.bind",
                params: self.handler.bind_params(),
            });
        }
        list
    }

    /// The handler with its user named: without one an administrator's unbind removes the
    /// handlers of all users.
    fn exact(&self) -> Handler {
        let mut handler = self.handler.clone();
        if !handler.offline() {
            handler.auth_type = Some(handler.user());
        }
        handler
    }

    /// Takes as many results as there were commands.
    pub fn judge(&mut self, results: &mut impl Iterator<Item = Result<(), Error>>) -> Verdict {
        let mut result = || results.next().unwrap_or_else(|| Err(missing()));
        self.tries += 1;
        if self.stage == Stage::Unbind {
            return match result() {
                Ok(()) => Verdict::Unbound,
                Err(error) => self.again(error),
            };
        }
        if self.unbinds() {
            self.unbound = Some(result());
        }
        match (result(), &self.unbound) {
            (Ok(()), _) => Verdict::Bound,
            (Err(error), Some(Err(first))) if policy::next(&error) == Next::Bound => {
                let first = first.clone();
                self.again(first)
            }
            (Err(error), _) if policy::next(&error) == Next::Bound => Verdict::AlreadyBound,
            (Err(error), _) => self.again(error),
        }
    }

    /// Whether the next try has to unbind: a rebind does so until it has succeeded.
    fn unbinds(&self) -> bool {
        match self.stage {
            Stage::Unbind => true,
            Stage::Rebind => !matches!(self.unbound, Some(Ok(()))),
            _ => false,
        }
    }

    /// Whether a command that failed so is sent again.
    fn again(&mut self, error: Error) -> Verdict {
        let next = policy::next(&error);
        let hopeless = matches!(next, Next::End | Next::Refresh | Next::Bound);
        if hopeless || self.tries >= MOST_TRIES {
            return Verdict::Failed(error);
        }
        self.wait = policy::pause(next, self.tries, 0.0, 0.002, None);
        Verdict::Again
    }
}

fn missing() -> Error {
    Error::new(
        code::BAD_ANSWER,
        "the answer to the batch says nothing about this command",
    )
}
