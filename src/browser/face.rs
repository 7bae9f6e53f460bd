//! The client's methods as futures, for Rust code.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use js_sys::Function;
use wasm_bindgen::JsValue;

use super::plan::{Install, Job, rows, texts};
use super::portal::{CallOptions, Options, Portal, open};
use super::queue::{Checked, Pulling, Reserved, Settle};
use super::runner::Reply;
use super::work::{self, Done, One, Step, Work};
use bx24_protocol::Error;
use bx24_protocol::calls::scheduler::Success;
use bx24_protocol::error::code;
use bx24_protocol::handlers::diagnosis::Diagnosis;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, SyncOptions};
use bx24_protocol::handlers::report::SyncReport;
use bx24_protocol::offline::reader::Batches;
use bx24_protocol::offline::requests::{ERROR, settle};
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Params;

/// Connects to a portal. In a frame it waits for the portal's handshake.
///
/// # Errors
/// `NO_FRAME` outside a portal, `INVALID_ARGUMENT` for a domain or a webhook that is none.
pub async fn connect(options: Options) -> Result<Portal, Error> {
    told(|then| open(options, then)).await
}

/// What a function tells the callback that it is given.
async fn told<T: 'static>(
    start: impl FnOnce(Box<dyn FnOnce(Result<T, Error>)>),
) -> Result<T, Error> {
    let (sender, receiver) = oneshot::channel();
    start(Box::new(|end| drop(sender.send(end))));
    let dropped = |_| Err(Error::new(code::INTERNAL, "a call was dropped"));
    receiver.await.unwrap_or_else(dropped)
}

fn unreachable() -> Error {
    Error::new(code::INTERNAL, "a method ended as another one")
}

impl Portal {
    /// Binds a handler. A duplicate is a success that says so.
    ///
    /// # Errors
    /// The portal's, or one of ours. `false` as the answer is an error too.
    pub async fn bind(
        &self,
        handler: &Handler,
        options: &CallOptions,
    ) -> Result<(Success, Reply), Error> {
        self.one(One::Bind(handler.clone()), options).await
    }

    /// Unbinds a handler; the count is in the answer.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn unbind(
        &self,
        handler: &Handler,
        options: &CallOptions,
    ) -> Result<(Success, Reply), Error> {
        self.one(One::Unbind(handler.clone()), options).await
    }

    /// The handlers that the caller may see, in order of registration.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn handlers(&self, options: &CallOptions) -> Result<Vec<Handler>, Error> {
        let command = Command::new("event.get", Params::new());
        Ok(rows(&self.ask(command, options).await?))
    }

    /// The event codes of the granted scopes, of one `scope`, or with `full` all.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn events(&self, scope: Option<&str>, full: bool) -> Result<Vec<String>, Error> {
        let command = Command::events(scope, full);
        Ok(texts(&self.ask(command, &CallOptions::default()).await?))
    }

    /// Fires `ONAPPTEST` with `query` as its data.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn test(&self, query: Params) -> Result<(), Error> {
        let command = Command::new("event.test", query);
        self.ask(command, &CallOptions::default()).await.map(|_| ())
    }

    /// One call; its `result`.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn ask(&self, command: Command, options: &CallOptions) -> Result<JsValue, Error> {
        let (_, reply) = self.one(One::Call(command), options).await?;
        Ok(reply.result())
    }

    /// Compares the wanted handlers with the portal's, in one request; writes nothing.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn plan(
        &self,
        wanted: &[Handler],
        how: &SyncOptions,
        options: &CallOptions,
    ) -> Result<Plan, Error> {
        let job = Install::new(Job::Plan(wanted.to_vec()), how.clone(), None);
        match self.perform(job, options).await? {
            Done::Plan(plan) => Ok(plan),
            _ => Err(unreachable()),
        }
    }

    /// Carries a plan out; `progress` is told `{ done, total }` after every batch.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the portal would refuse some handlers, unless `partial`. What
    /// fails later stands in the report.
    pub async fn sync(
        &self,
        plan: Plan,
        how: &SyncOptions,
        options: &CallOptions,
        progress: Option<Function>,
    ) -> Result<SyncReport, Error> {
        let job = Install::new(Job::CarryOut(plan), how.clone(), progress);
        self.report(job, options).await
    }

    /// Moves every visible online handler from one base URL to another.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a base that is none; the portal's, or one of ours.
    pub async fn move_handlers(
        &self,
        from: &str,
        to: &str,
        how: &SyncOptions,
        options: &CallOptions,
    ) -> Result<SyncReport, Error> {
        let job = Install::new(Job::Move(from.into(), to.into()), how.clone(), None);
        self.report(job, options).await
    }

    /// Says why no events arrive.
    ///
    /// # Errors
    /// The portal's, or one of ours, where nothing could be asked.
    pub async fn diagnose(&self, options: &CallOptions) -> Result<Vec<Diagnosis>, Error> {
        let job = Install::new(Job::Diagnose, SyncOptions::default(), None);
        match self.perform(job, options).await? {
            Done::Findings(findings) => Ok(findings),
            _ => Err(unreachable()),
        }
    }

    /// Marks events of a reservation as failed. Events of another reservation are refused: the
    /// portal would drop them (contract §3.6).
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for ids that are not reserved under `process_id`; the portal's.
    pub async fn offline_error(
        &self,
        process_id: &str,
        ids: &[String],
        connector: Option<String>,
    ) -> Result<(), Error> {
        let command = settle(ERROR, process_id, Some(ids), connector.as_deref())?;
        let work = Checked::new(process_id.into(), connector, ids.to_vec(), command);
        self.perform(work, &CallOptions::default())
            .await
            .map(|_| ())
    }

    async fn report(&self, job: Install, options: &CallOptions) -> Result<SyncReport, Error> {
        match self.perform(job, options).await? {
            Done::Report(report) => Ok(report),
            _ => Err(unreachable()),
        }
    }

    pub(super) async fn one(
        &self,
        work: One,
        options: &CallOptions,
    ) -> Result<(Success, Reply), Error> {
        match self.perform(work, options).await? {
            Done::Reply(reply) => Ok((reply.outcome.clone()?, reply)),
            _ => Err(unreachable()),
        }
    }

    async fn perform(
        &self,
        work: impl Work + 'static,
        options: &CallOptions,
    ) -> Result<Done, Error> {
        let (portal, options) = (self.clone(), options.clone());
        let waits = Rc::new(());
        let work = Awaited {
            work,
            waits: Rc::downgrade(&waits),
        };
        let end = told(|then| work::Job::start(portal, Box::new(work), options, then)).await;
        drop(waits); // until here: a future that is dropped before it drops this too
        end
    }
}

/// A method that stops at its next step when nobody awaits it any more.
struct Awaited<W> {
    work: W,
    waits: Weak<()>,
}

impl<W: Work> Work for Awaited<W> {
    fn next(&mut self, portal: &Portal, reply: Reply) -> Result<Step, Error> {
        if self.waits.strong_count() == 0 {
            let text = "the future of this method was dropped";
            return Err(Error::new(code::ABORTED, text));
        }
        self.work.next(portal, reply)
    }
}

/// A walk through the queue of offline events.
pub struct Walk {
    portal: Portal,
    batches: Rc<RefCell<Batches>>,
}

impl Walk {
    /// A walk through the queue that `batches` tells.
    #[must_use]
    pub fn new(portal: Portal, batches: Batches) -> Self {
        let batches = Rc::new(RefCell::new(batches));
        Self { portal, batches }
    }

    /// The next batch; nothing at the end of the queue.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn next(&self) -> Result<Option<Reserved>, Error> {
        let work = Pulling::new(&self.batches);
        Ok(
            match self.portal.perform(work, &CallOptions::default()).await? {
                Done::Reserved(reserved) => Some(reserved),
                _ => None,
            },
        )
    }

    /// Acknowledges these messages of a batch; all of them without an argument.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; the portal's.
    pub async fn done(&self, batch: &Reserved, ids: Option<Vec<String>>) -> Result<(), Error> {
        self.settle(batch.acknowledge(ids)?).await
    }

    /// Marks these messages of a batch as failed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; the portal's.
    pub async fn fail(&self, batch: &Reserved, ids: Vec<String>) -> Result<(), Error> {
        self.settle(batch.reject(ids)?).await
    }

    async fn settle(&self, work: Settle) -> Result<(), Error> {
        let options = CallOptions::default();
        self.portal.perform(work, &options).await.map(|_| ())
    }
}
