//! Carries out the scheduler's actions: sends, waits, asks for tokens, hands out results.
//!
//! No borrow is held while a promise is awaited or a caller's code runs.

mod awaited;
mod send;
mod tokens;

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::credential::Credential;
use bx24_protocol::calls::scheduler::{Action, Call, Outcome, Scheduler};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::portal_url::split_scheme;
use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

use self::awaited::Awaited;
pub use self::awaited::aborted;
use super::body::JsBody;
use super::clock::{after, now};
use super::renamed::Address;
use super::request::Endpoints;
use super::token_source::TokenSource;

/// What a caller learns of a repeat.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Retry {
    /// The REST method.
    pub method: String,
    /// How often it has been sent.
    pub attempt: u32,
    /// The code that the last attempt ended with.
    pub reason: String,
    /// Milliseconds until the next attempt.
    pub wait_ms: f64,
}

/// Called before every repeat of a call.
pub type OnRetry = Rc<dyn Fn(Retry)>;

struct Waiter {
    done: oneshot::Sender<Outcome<JsBody>>,
    on_retry: Option<OnRetry>,
}

/// Hears how asking for a token ended.
type TokenWaiter = oneshot::Sender<Result<(), Error>>;

/// One portal's calls.
pub struct Executor {
    address: Address,
    scheduler: RefCell<Scheduler<Waiter, JsBody>>,
    sources: RefCell<Vec<Rc<dyn TokenSource>>>,
    init_data: RefCell<JsValue>,
    token_waiters: RefCell<Vec<(usize, TokenWaiter)>>,
    /// Who waits for the end of which calls.
    end_waiters: RefCell<Vec<(Vec<u32>, oneshot::Sender<()>)>>,
    endpoints: Endpoints,
    in_flight: RefCell<Vec<(u32, AbortController)>>,
    timer: RefCell<Option<(f64, Timeout)>>,
    /// The time until which a timer has fired: a page may have replaced its clock by one that stands.
    reached: Cell<f64>,
    is_running: Cell<bool>,
}

impl Executor {
    /// The calls of the portal at `origin`.
    pub fn new(origin: &str, settings: &Settings) -> Self {
        Self {
            address: Address::new(origin),
            scheduler: RefCell::new(Scheduler::new(settings)),
            sources: RefCell::default(),
            init_data: RefCell::default(),
            token_waiters: RefCell::default(),
            end_waiters: RefCell::default(),
            endpoints: Endpoints::default(),
            in_flight: RefCell::default(),
            timer: RefCell::default(),
            reached: Cell::default(),
            is_running: Cell::default(),
        }
    }

    /// The portal's origin, as it was given.
    pub fn origin(&self) -> &str {
        self.address.given()
    }

    /// The portal's host, with its port unless 80 or 443.
    pub fn domain(&self) -> String {
        let origin = self.address.current();
        split_scheme(&origin).map_or(String::new(), |(_, host)| host.to_owned())
    }

    /// Changes the limits.
    pub fn configure(&self, settings: &Settings) {
        self.scheduler.borrow_mut().configure(settings);
    }

    /// Adds an authorization and gives its number.
    pub fn add(&self, credential: Credential, source: Rc<dyn TokenSource>) -> usize {
        self.sources.borrow_mut().push(source);
        let credential = self.scheduler.borrow_mut().add(credential);
        self.apply_move();
        credential
    }

    /// The URL that calls of `method` are sent to. A webhook's URL contains a secret.
    pub fn url(&self, credential: usize, method: &str) -> String {
        let scheduler = self.scheduler.borrow();
        let base = scheduler.credential(credential);
        let base = base.map_or("", |held| held.base.as_str());
        format!("{base}/{method}.json")
    }

    /// What the portal's page told the app with its token; undefined before that.
    pub fn init_data(&self) -> JsValue {
        self.init_data.borrow().clone()
    }

    /// Sends a call at once. It is aborted by each of `signals`, and when the future is dropped.
    pub fn call(
        self: &Rc<Self>,
        call: Call,
        signals: &[AbortSignal],
        on_retry: Option<OnRetry>,
    ) -> impl Future<Output = Outcome<JsBody>> + use<> {
        let (done, outcome) = oneshot::channel();
        let waiter = Waiter { done, on_retry };
        let id = self.scheduler.borrow_mut().submit(call, waiter, self.now());
        let listen = |signal: &AbortSignal| {
            let this = Rc::clone(self);
            EventListener::once(signal, "abort", move |_| this.abort(id, aborted()))
        };
        let mut awaited = Awaited {
            executor: Rc::clone(self),
            call: Some(id),
            _listeners: signals.iter().map(listen).collect(),
        };
        self.run();
        async move {
            let outcome = outcome.await;
            awaited.end();
            outcome.unwrap_or_else(|_| {
                Outcome::failed(Error::new(ErrorCode::Internal, "a call was dropped"))
            })
        }
    }

    fn abort(self: &Rc<Self>, call: u32, error: Error) {
        self.scheduler.borrow_mut().abort(call, error);
        self.run();
    }

    /// Waits until all calls are over that were sent until now.
    pub fn all_over(&self) -> impl Future<Output = ()> + use<> {
        let calls = self.scheduler.borrow().calls();
        let (sender, over) = oneshot::channel();
        if !calls.is_empty() {
            self.end_waiters.borrow_mut().push((calls, sender));
        }
        async {
            let _ = over.await; // fails where nothing was under way
        }
    }

    fn note_end(&self, call: u32) {
        self.end_waiters.borrow_mut().retain_mut(|(calls, _)| {
            calls.retain(|other| *other != call);
            !calls.is_empty() // dropped, the sender ends the wait
        });
    }

    /// Ends all calls of one owner.
    pub fn abort_all(self: &Rc<Self>, owner: u32, error: &Error) {
        self.scheduler.borrow_mut().abort_all(owner, error);
        self.run();
    }

    /// Ends all calls.
    pub fn abort_everything(self: &Rc<Self>, error: &Error) {
        self.scheduler.borrow_mut().abort_everything(error);
        self.run();
    }

    fn now(&self) -> Now {
        let now = now();
        Now {
            monotonic: now.monotonic.max(self.reached.get()),
            ..now
        }
    }

    /// Carries out every action that is due.
    fn run(self: &Rc<Self>) {
        if self.is_running.replace(true) {
            return; // called by a caller's callback: the outer loop goes on
        }
        while let Some(action) = self.next_action() {
            self.act(action);
        }
        self.is_running.set(false);
        self.set_timer();
    }

    fn next_action(&self) -> Option<Action<Waiter, JsBody>> {
        self.scheduler.borrow_mut().next(self.now())
    }

    fn act(self: &Rc<Self>, action: Action<Waiter, JsBody>) {
        match action {
            Action::Authorize(credential) => {
                self.take_token(credential, |source| source.first());
            }
            Action::Refresh(credential) => {
                self.take_token(credential, |source| source.renewed());
            }
            Action::Authorized(credential, error) => self.notify_authorized(credential, error),
            Action::Send {
                request,
                url,
                body,
                items,
            } => self.send(request, &url, &body, items),
            Action::Cancel(request) => {
                if let Some(controller) = self.forget(request) {
                    controller.abort();
                }
            }
            Action::Retry {
                call,
                attempt,
                reason,
                wait,
            } => self.notify_retry(call, attempt, reason, wait),
            Action::Finish {
                call,
                waiter,
                outcome,
            } => {
                let _ = waiter.done.send(outcome); // fails if nobody waits any more
                self.note_end(call);
            }
        }
    }

    fn notify_retry(&self, call: u32, attempt: u32, reason: String, wait_ms: f64) {
        let scheduler = self.scheduler.borrow();
        let Some((method, waiter)) = scheduler.waiter(call) else {
            return;
        };
        let Some(on_retry) = waiter.on_retry.clone() else {
            return;
        };
        let retry = Retry {
            method: method.to_owned(),
            attempt,
            reason,
            wait_ms,
        };
        drop(scheduler);
        on_retry(retry);
    }

    fn set_timer(self: &Rc<Self>) {
        let now = self.now();
        let wake = self.scheduler.borrow_mut().wake_at(now);
        let mut timer = self.timer.borrow_mut();
        if timer.as_ref().map(|(time, _)| *time) == wake {
            return;
        }
        *timer = wake.map(|time| {
            let this = Rc::clone(self);
            let callback = move || {
                // dropped last: it owns the callback that is running
                let fired = this.timer.take();
                this.reached.set(time);
                this.run();
                drop(fired);
            };
            (time, after(time - now.monotonic, callback))
        });
    }
}
