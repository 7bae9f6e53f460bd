//! One handler on its way through a `sync`: what is sent for it, and what its answers mean.

use crate::calls::retry::{self, Next};
use crate::error::{Error, code};
use crate::handlers::handler::{Handler, User};
use crate::handlers::plan::Needs;
use crate::wire::command::Command;

/// How often one command is sent.
const MOST_TRIES: u32 = 6;

/// When a task's turn comes; each stage is over before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Whether it succeeded; nothing while it waits.
    pub over: Option<bool>,
    /// Whether it is in the batch that is under way.
    pub sent: bool,
    /// Milliseconds to wait before it is sent again.
    pub wait: f64,
    tries: u32,
    /// How the unbind of a `Rebind` ended.
    unbound: Option<Result<(), Error>>,
}

impl Task {
    pub fn new(handler: Handler, stage: Stage, needs: Needs) -> Self {
        Self {
            handler,
            stage,
            needs,
            over: None,
            sent: false,
            wait: 0.0,
            tries: 0,
            unbound: None,
        }
    }

    /// Its place in the order, while it waits: by stage, then by the number of tries.
    pub fn rank(&self) -> Option<u32> {
        match self.over {
            None => Some(self.stage as u32 * 16 + self.tries),
            Some(_) => None,
        }
    }

    /// How many commands the next try takes.
    pub fn cost(&self) -> usize {
        1 + usize::from(self.unbinds() && self.stage != Stage::Unbind)
    }

    /// Adds the commands of the next try.
    pub fn send(&self, caller: User, commands: &mut Vec<Command>) {
        let mut handler = self.handler.clone();
        if self.unbinds() {
            // without a user an administrator's unbind removes the handlers of all users
            handler.auth_type = Some(handler.user());
            commands.push(handler.unbind(caller));
        }
        if self.stage != Stage::Unbind {
            commands.push(self.handler.bind());
        }
    }

    /// Takes as many results as there were commands.
    pub fn judge(&mut self, results: &mut std::vec::IntoIter<Result<(), Error>>) -> Verdict {
        let unbinds = self.unbinds();
        self.tries += 1;
        if unbinds && self.stage == Stage::Rebind {
            self.unbound = Some(result(results));
        }
        let error = match result(results) {
            Ok(()) if self.stage == Stage::Unbind => return Verdict::Unbound,
            Ok(()) => return Verdict::Bound,
            Err(error) => error,
        };
        let next = retry::next(&error);
        match &self.unbound {
            Some(Err(first)) if next == Next::Bound => {
                let first = first.clone();
                self.again(retry::next(&first), first)
            }
            _ if next == Next::Bound => Verdict::AlreadyBound,
            _ => self.again(next, error),
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
    fn again(&mut self, next: Next, error: Error) -> Verdict {
        let hopeless = matches!(next, Next::End | Next::Refresh | Next::Bound);
        if hopeless || self.tries >= MOST_TRIES {
            return Verdict::Failed(error);
        }
        self.wait = retry::pause(next, self.tries, 0.0, 0.002, None);
        Verdict::Again
    }
}

fn result(results: &mut std::vec::IntoIter<Result<(), Error>>) -> Result<(), Error> {
    results.next().unwrap_or_else(|| {
        Err(Error::new(
            code::BAD_ANSWER,
            "the batch has no answer to this command",
        ))
    })
}
