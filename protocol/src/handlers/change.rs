//! What a `sync` does with one handler: the commands it sends, and what their answers mean.

use super::handler::{Handler, User};
use super::plan::Needs;
use crate::calls::retry::{self, Decision};
use crate::error::{Error, ErrorCode};
use crate::wire::command::Command;

/// The stages of a `sync`: each one ends before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Binds that remove nothing.
    Bind,
    /// Unbinds with the bind right after them.
    Rebind,
    /// Binds of handlers that an unbind of the stage before has removed too.
    Restore,
    /// Unbinds.
    Unbind,
}

/// What the answers to a change's commands lead to.
pub(crate) enum ChangeResult {
    Again,
    Bound,
    AlreadyBound,
    Unbound,
    /// Not sent, so that the handler is still bound.
    Kept,
    Failed(Error),
}

/// What one command of a batch came to.
#[derive(Clone, Debug)]
pub enum CommandResult {
    /// It was done.
    Done,
    /// It failed; the retry table says whether it is sent again.
    Failed(Error),
    /// It was answered, but not done: it would be answered so again.
    Refused(Error),
}

impl From<Result<(), Error>> for CommandResult {
    fn from(result: Result<(), Error>) -> Self {
        result.map_or_else(Self::Failed, |()| Self::Done)
    }
}

/// The results of a batch's commands, in their order.
pub(crate) type Results = std::vec::IntoIter<CommandResult>;

pub(crate) struct Change {
    pub handler: Handler,
    pub stage: Stage,
    pub needs: Needs,
    /// Whether it succeeded; `None` while it waits.
    pub is_done: Option<bool>,
    /// Whether it is in the batch that is under way.
    pub is_sent: bool,
    /// Milliseconds to wait before it is sent again.
    pub wait: f64,
    tries: u32,
    /// How the unbind of a [`Stage::Rebind`] ended.
    unbound: Option<CommandResult>,
}

impl Change {
    pub fn new(handler: Handler, stage: Stage, needs: Needs) -> Self {
        Self {
            handler,
            stage,
            needs,
            is_done: None,
            is_sent: false,
            wait: 0.0,
            tries: 0,
            unbound: None,
        }
    }

    /// Its place in the order: by stage, then by the number of tries; `None` when it is done.
    pub fn rank(&self) -> Option<(Stage, u32)> {
        match self.is_done {
            None => Some((self.stage, self.tries)),
            Some(_) => None,
        }
    }

    /// The commands of the next try.
    pub fn commands(&self, caller: User) -> Vec<Command> {
        let mut commands = Vec::new();
        if self.unbinds() {
            // without a user, an administrator's unbind would remove the handlers of all users
            let handler = Handler {
                auth_type: Some(self.handler.user()),
                ..self.handler.clone()
            };
            commands.push(handler.unbind(caller));
        }
        if self.stage != Stage::Unbind {
            commands.push(self.handler.bind());
        }
        commands
    }

    /// Takes as many results as it had commands in the batch.
    pub fn take_results(&mut self, results: &mut Results) -> ChangeResult {
        let unbinds = self.unbinds();
        self.tries += 1;
        if unbinds && self.stage == Stage::Rebind {
            self.unbound = Some(next_result(results));
        }
        let error = match next_result(results) {
            CommandResult::Done if self.stage == Stage::Unbind => return ChangeResult::Unbound,
            CommandResult::Done => return ChangeResult::Bound,
            CommandResult::Refused(error) => return ChangeResult::Failed(error),
            CommandResult::Failed(error) => error,
        };
        let is_bound = retry::decide(&error) == Decision::AlreadyBound;
        match &self.unbound {
            Some(CommandResult::Failed(unbind_error)) if is_bound => {
                self.again(unbind_error.clone())
            }
            Some(CommandResult::Refused(unbind_error)) if is_bound => {
                ChangeResult::Failed(unbind_error.clone())
            }
            _ if is_bound => ChangeResult::AlreadyBound,
            _ => self.again(error),
        }
    }

    /// Whether the next try has to unbind. A rebind unbinds until that has succeeded.
    fn unbinds(&self) -> bool {
        match self.stage {
            Stage::Unbind => true,
            Stage::Rebind => !matches!(self.unbound, Some(CommandResult::Done)),
            Stage::Bind | Stage::Restore => false,
        }
    }

    /// Tries again after this error, or fails with it.
    fn again(&mut self, error: Error) -> ChangeResult {
        match retry::command_pause(&error, self.tries) {
            Some(wait) => {
                self.wait = wait;
                ChangeResult::Again
            }
            None => ChangeResult::Failed(error),
        }
    }
}

fn next_result(results: &mut Results) -> CommandResult {
    results.next().unwrap_or_else(|| {
        CommandResult::Failed(Error::new(
            ErrorCode::BadAnswer,
            "the batch has no answer to this command",
        ))
    })
}
