//! What a method of the client does, step by step, each step told by the answer to the last one.

use super::clock::{later, now};
use super::portal::{CallOptions, Portal, bound};
use super::queue::Reserved;
use super::runner::Reply;
use bx24_protocol::Error;
use bx24_protocol::calls::retry::Repeat;
use bx24_protocol::handlers::diagnosis::Diagnosis;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::Plan;
use bx24_protocol::handlers::report::SyncReport;
use bx24_protocol::wire::command::Command;

/// The next step.
pub enum Step {
    /// A call.
    Call(Box<Request>),
    /// It is over.
    Done(Done),
}

/// A call to be sent.
pub struct Request {
    /// What is called.
    pub command: Command,
    /// Its connector.
    pub connector: Option<String>,
    /// Whether it may be repeated when its answer is lost.
    pub repeat: Repeat,
    /// Milliseconds to wait before it is sent.
    pub wait: f64,
}

impl Step {
    /// One call, now.
    pub fn call(command: Command, connector: Option<String>) -> Self {
        Self::later(command, connector, 0.0)
    }

    /// One call, after a wait in milliseconds.
    pub fn later(command: Command, connector: Option<String>, wait: f64) -> Self {
        let repeat = Repeat::of(command.method);
        Self::Call(Box::new(Request {
            command,
            connector,
            repeat,
            wait,
        }))
    }

    /// Finding out who calls: the answer goes to [`Portal::remember`].
    pub fn caller() -> Self {
        Self::call(Command::new("profile", Vec::new()), None)
    }
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

/// A method's course.
pub trait Work {
    /// The next step after `reply`, the end of the last call; a success before the first step.
    ///
    /// # Errors
    /// What the method fails with.
    fn next(&mut self, portal: &Portal, reply: Reply) -> Result<Step, Error>;
}

/// Is told once how it ended.
pub type Then = Box<dyn FnOnce(Result<Done, Error>)>;

/// A method under way.
pub struct Job {
    portal: Portal,
    work: Box<dyn Work>,
    options: CallOptions,
    then: Then,
}

impl Job {
    /// Does `work`, each of its calls sent with `options`; `then` is told.
    pub fn start(portal: Portal, work: Box<dyn Work>, options: CallOptions, then: Then) {
        let job = Self {
            portal,
            work,
            options,
            then,
        };
        Box::new(job).step(Reply::default());
    }

    fn step(mut self: Box<Self>, reply: Reply) {
        match self.work.next(&self.portal, reply) {
            Ok(Step::Call(request)) if request.wait > 0.0 => {
                let end = now() + request.wait * self.portal.time_scale();
                later(end, Box::new(move |_| self.send(*request)));
            }
            Ok(Step::Call(request)) => self.send(*request),
            Ok(Step::Done(done)) => (self.then)(Ok(done)),
            Err(error) => (self.then)(Err(error)),
        }
    }

    fn send(self: Box<Self>, request: Request) {
        let (portal, options) = (self.portal.clone(), self.options.clone());
        portal.call(request, &options, Box::new(move |reply| self.step(reply)));
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
    /// Unbinds a handler as soon as it is known who calls.
    Asking(Handler),
    /// It is out: a bind, or another call.
    Sent(bool),
}

impl Work for One {
    fn next(&mut self, portal: &Portal, reply: Reply) -> Result<Step, Error> {
        match std::mem::replace(self, Self::Sent(false)) {
            Self::Call(command) => Ok(Step::call(command, None)),
            Self::Bind(handler) => {
                *self = Self::Sent(true);
                Ok(Step::call(handler.bind(), connector(&handler)))
            }
            Self::Asking(handler) => {
                portal.remember(reply)?;
                *self = Self::Unbind(handler);
                self.next(portal, Reply::default())
            }
            Self::Unbind(handler) => Ok(match portal.caller() {
                Some(caller) => Step::call(handler.unbind(caller), connector(&handler)),
                None => {
                    *self = Self::Asking(handler);
                    Step::caller()
                }
            }),
            Self::Sent(true) => bound(reply).map(Done::Reply).map(Step::Done),
            Self::Sent(false) => reply.succeeded().map(Done::Reply).map(Step::Done),
        }
    }
}

fn connector(handler: &Handler) -> Option<String> {
    handler.connector().map(Into::into)
}
