//! One client's connection to its portal: what ends its calls, and who hears of repeats.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::{Call, Outcome};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::client::{Reply, Transport};
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::command::Command;
use futures_channel::oneshot;
use gloo_events::EventListener;
use web_sys::AbortSignal;

use super::body::JsBody;
use super::clock::after;
use super::executor::{Executor, OnRetry, aborted};

/// A call under way. Boxed, since each method would else have its own copy of what drives it.
pub type Sending = Pin<Box<dyn Future<Output = Outcome<JsBody>>>>;

/// One authorization on one portal.
#[derive(Clone)]
pub struct Account {
    /// The portal.
    pub executor: Rc<Executor>,
    /// The authorization's number in the executor.
    pub credential: usize,
}

impl Account {
    /// Makes sure that there is a token.
    pub fn prepare(&self) -> impl Future<Output = Result<(), Error>> + use<> {
        self.executor.prepare(self.credential)
    }

    /// Asks for a new token, although the old one was not refused.
    pub fn refresh(&self) -> impl Future<Output = Result<(), Error>> + use<> {
        self.executor.refresh(self.credential)
    }
}

/// The client that calls belong to: `destroy` ends them all.
pub struct Owner {
    id: u32,
    is_destroyed: Cell<bool>,
    sleeping: RefCell<Vec<Wake>>,
}

impl Owner {
    /// A new owner, without calls.
    pub fn new() -> Self {
        thread_local! {
            static LAST: Cell<u32> = const { Cell::new(0) };
        }
        LAST.set(LAST.get().wrapping_add(1));
        Self {
            id: LAST.get(),
            is_destroyed: Cell::new(false),
            sleeping: RefCell::default(),
        }
    }

    /// Notes a pause, so that [`Connection::destroy`] can end it, and forgets those that are over.
    fn note_sleep(&self, wake: Wake) {
        let mut sleeping = self.sleeping.borrow_mut();
        sleeping.retain(Wake::is_asleep);
        sleeping.push(wake);
    }
}

/// A client's connection to its portal. A copy can have signals and a timeout of its own.
#[derive(Clone)]
pub struct Connection {
    /// Where calls go, and with which authorization.
    pub account: Account,
    /// Whose calls they are.
    pub owner: Rc<Owner>,
    /// Times and limits.
    pub settings: Settings,
    /// Each of them ends the calls and pauses when it is aborted.
    pub signals: Vec<AbortSignal>,
    /// Called before every repeat of a call.
    pub on_retry: Option<OnRetry>,
}

impl Connection {
    /// Sends a call at once; the future gives how it ended, with the answer's body also where it
    /// failed.
    pub fn send(&self, command: &Command, idempotency: Idempotency) -> Sending {
        if let Some(error) = self.why_over() {
            return refused(error.with_method(&command.method));
        }
        let call = self.prepared(command, idempotency);
        let executor = &self.account.executor;
        Box::pin(executor.call(call, &self.signals, self.on_retry.clone()))
    }

    /// What a future gives, unless a signal ends the waiting for it.
    ///
    /// # Errors
    /// `ABORTED`.
    pub async fn unless_aborted<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        if let Some(error) = self.why_over() {
            return Err(error);
        }
        let (wake, woken) = Wake::new();
        let _listeners = self.wake_on_abort(&wake);
        unless_woken(future, woken).await.ok_or_else(aborted)
    }

    fn wake_on_abort(&self, wake: &Wake) -> Vec<EventListener> {
        let listen = |signal: &AbortSignal| {
            let wake = wake.clone();
            EventListener::once(signal, "abort", move |_| wake.wake())
        };
        self.signals.iter().map(listen).collect()
    }

    /// Why nothing more is sent.
    fn why_over(&self) -> Option<Error> {
        if self.owner.is_destroyed.get() {
            return Some(destroyed());
        }
        let is_aborted = self.signals.iter().any(AbortSignal::aborted);
        is_aborted.then(aborted)
    }

    /// Ends all calls and pauses of this owner as `ABORTED`, those under way and later ones.
    pub fn destroy(&self) {
        self.owner.is_destroyed.set(true);
        self.account.executor.abort_all(self.owner.id, &destroyed());
        for wake in self.owner.sleeping.take() {
            wake.wake();
        }
    }

    fn prepared(&self, command: &Command, idempotency: Idempotency) -> Call {
        Call {
            owner: self.owner.id,
            credential: self.account.credential,
            method: command.method.clone().into_owned(),
            body: command.body(),
            order: command.order_key(),
            idempotency,
            connector: command.connector.clone(),
            timeout: self.settings.timeout,
            attempt_timeout: self
                .settings
                .attempt_timeout
                .unwrap_or(self.settings.timeout / 2.0),
            retries: self.settings.retries,
        }
    }
}

impl Transport for Connection {
    type Body = JsBody;

    fn call(
        &self,
        command: Command,
        idempotency: Idempotency,
    ) -> impl Future<Output = Result<Reply<JsBody>, Error>> {
        replied(self.send(&command, idempotency))
    }

    async fn sleep(&self, ms: f64) {
        if self.why_over().is_some() {
            return;
        }
        let (wake, woken) = Wake::new();
        self.owner.note_sleep(wake.clone());
        let _listeners = self.wake_on_abort(&wake);
        let _timer = after(ms * self.settings.time_scale, move || wake.wake());
        let _ = woken.await; // fails if the owner is gone, which ends the pause too
    }
}

/// What a future gives within so many milliseconds; nothing later.
pub async fn within<T>(ms: f64, future: impl Future<Output = T>) -> Option<T> {
    let (wake, woken) = Wake::new();
    let _timer = after(ms, move || wake.wake());
    unless_woken(future, woken).await
}

async fn unless_woken<T>(
    future: impl Future<Output = T>,
    mut woken: oneshot::Receiver<()>,
) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => Pin::new(&mut woken).poll(context).map(|_| None),
    })
    .await
}

/// Ends a pause, once.
#[derive(Clone)]
struct Wake(Rc<Cell<Option<oneshot::Sender<()>>>>);

impl Wake {
    fn new() -> (Self, oneshot::Receiver<()>) {
        let (sender, woken) = oneshot::channel();
        (Self(Rc::new(Cell::new(Some(sender)))), woken)
    }

    fn wake(&self) {
        if let Some(sender) = self.0.take() {
            let _ = sender.send(()); // fails if the pause is over already
        }
    }

    fn is_asleep(&self) -> bool {
        let sender = self.0.take();
        let is_asleep = sender.as_ref().is_some_and(|sender| !sender.is_canceled());
        self.0.set(sender);
        is_asleep
    }
}

type Calling = Pin<Box<dyn Future<Output = Result<Reply<JsBody>, Error>>>>;

fn replied(sending: Sending) -> Calling {
    Box::pin(async {
        let outcome = sending.await;
        Ok(Reply {
            success: outcome.result?,
            status: outcome.status,
            body: outcome.body.unwrap_or_default(),
        })
    })
}

/// A call that is not sent.
pub fn refused(error: Error) -> Sending {
    Box::pin(std::future::ready(Outcome::failed(error)))
}

/// The error of a call of a client that is no more.
pub fn destroyed() -> Error {
    Error::new(ErrorCode::Aborted, "`destroy` ended the call")
}
