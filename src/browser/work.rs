//! What a method of the client does, step by step, each step told by the answer to the last one.

use super::answer::Body;
use super::clock::{later, now};
use super::plan::user;
use super::portal::{CallOptions, Portal, bound};
use super::queue::Reserved;
use super::runner::Reply;
use crate::core::Error;
use crate::core::command::Command;
use crate::core::error::code;
use crate::core::finding::Diagnosis;
use crate::core::handler::{Handler, User};
use crate::core::plan::Plan;
use crate::core::policy::Repeat;
use crate::core::report::SyncReport;
use crate::core::sync::Batch;

/// The next step.
pub enum Step {
    /// One call, with its connector.
    Call(Command, Option<String>),
    /// Several calls with one request.
    Batch(Batch),
    /// Finding out who calls, unless [`Portal::caller`] knows.
    Caller,
    /// So many milliseconds.
    Wait(f64),
    /// It is over.
    Done(Done),
}

/// What came of it.
pub enum Done {
    /// Nothing that matters.
    Nothing,
    /// The end of a call that succeeded.
    Reply(Reply),
    /// What `diagnose` found.
    Findings(Vec<Diagnosis>),
    /// A plan.
    Plan(Plan),
    /// What became of each handler.
    Report(SyncReport),
    /// Events reserved for the caller.
    Reserved(Reserved),
}

/// The answer to the last step.
#[derive(Default)]
pub struct Last {
    /// How the call ended, or the batch as a whole; a success before the first step.
    pub reply: Reply,
    /// The answers to the commands of a batch that succeeded.
    pub items: Vec<Body>,
}

/// A method's course.
pub trait Work {
    /// The next step after `last`.
    ///
    /// # Errors
    /// What the method fails with.
    fn next(&mut self, portal: &Portal, last: Last) -> Result<Step, Error>;
}

/// Is told once how it ended.
pub type Then = Box<dyn FnOnce(Result<Done, Error>)>;

/// A method under way.
pub struct Job {
    portal: Portal,
    work: Box<dyn Work>,
    options: CallOptions,
    then: Then,
    /// Whether the call that is out asks who calls.
    asks: bool,
    /// The methods of the batch that is out.
    methods: Vec<&'static str>,
}

impl Job {
    /// Does `work`, each of its calls sent with `options`; `then` is told.
    pub fn start(portal: Portal, work: Box<dyn Work>, options: CallOptions, then: Then) {
        let job = Self {
            portal,
            work,
            options,
            then,
            asks: false,
            methods: Vec::new(),
        };
        Box::new(job).step(Last::default());
    }

    fn step(mut self: Box<Self>, last: Last) {
        match self.work.next(&self.portal, last) {
            Ok(Step::Done(done)) => (self.then)(Ok(done)),
            Ok(step) => self.carry_out(step),
            Err(error) => (self.then)(Err(error)),
        }
    }

    fn carry_out(mut self: Box<Self>, mut step: Step) {
        let wait = step.wait();
        if wait > 0.0 {
            let end = now() + wait * self.portal.time_scale();
            return later(end, Box::new(move |_| self.carry_out(step)));
        }
        match step {
            Step::Caller if self.portal.caller().is_none() => {
                self.asks = true;
                let command = Command::new("profile", Vec::new());
                self.call(&command, None, Repeat::Safe);
            }
            Step::Call(command, connector) => {
                let repeat = Repeat::of(command.method);
                self.call(&command, connector, repeat);
            }
            Step::Batch(batch) => {
                self.methods = batch.commands.iter().map(|one| one.method).collect();
                // binds, unbinds and reads
                self.call(&batch.command(), batch.connector, Repeat::Safe);
            }
            Step::Caller | Step::Wait(_) | Step::Done(_) => self.step(Last::default()),
        }
    }

    fn call(self: Box<Self>, command: &Command, connector: Option<String>, repeat: Repeat) {
        let (portal, options) = (self.portal.clone(), self.options.clone());
        let told = Box::new(move |reply| self.told(reply));
        portal.call(command, connector, repeat, &options, told);
    }

    fn told(mut self: Box<Self>, reply: Reply) {
        let items = reply.items(&std::mem::take(&mut self.methods));
        if !std::mem::take(&mut self.asks) {
            return self.step(Last { reply, items });
        }
        match known(reply) {
            Ok(user) => {
                self.portal.remember(user);
                self.step(Last::default());
            }
            Err(error) => (self.then)(Err(error)),
        }
    }
}

/// The user that the answer to `profile` names.
fn known(reply: Reply) -> Result<User, Error> {
    let user = user(&reply.succeeded()?.result());
    if user.id == 0 {
        let text = "the portal does not say who calls";
        let mut error = Error::new(code::BAD_ANSWER, text).with_status(200);
        error.method = "profile".into();
        return Err(error);
    }
    Ok(user)
}

impl Step {
    /// Takes out how long to wait before it.
    fn wait(&mut self) -> f64 {
        match self {
            Self::Wait(wait) => std::mem::take(wait),
            Self::Batch(batch) => std::mem::take(&mut batch.wait),
            _ => 0.0,
        }
    }
}

/// A method that is one call.
pub enum One {
    /// This one.
    Call(Command),
    /// Binds a handler.
    Bind(Handler),
    /// Unbinds a handler: how, depends on who calls.
    Unbind(Handler),
    /// It is out: a bind, or another call.
    Sent(bool),
}

impl Work for One {
    fn next(&mut self, portal: &Portal, last: Last) -> Result<Step, Error> {
        match std::mem::replace(self, Self::Sent(false)) {
            Self::Call(command) => Ok(Step::Call(command, None)),
            Self::Bind(handler) => {
                *self = Self::Sent(true);
                Ok(Step::Call(handler.bind(), connector(&handler)))
            }
            Self::Unbind(handler) => Ok(match portal.caller() {
                Some(caller) => Step::Call(handler.unbind(caller), connector(&handler)),
                None => {
                    *self = Self::Unbind(handler);
                    Step::Caller
                }
            }),
            Self::Sent(true) => bound(last.reply).map(Done::Reply).map(Step::Done),
            Self::Sent(false) => last.reply.succeeded().map(Done::Reply).map(Step::Done),
        }
    }
}

fn connector(handler: &Handler) -> Option<String> {
    handler.connector().map(Into::into)
}
