//! Does what the dispatcher says: sends, waits, asks for tokens, hands results out.
//!
//! No borrow is held while a promise is awaited or a caller's code runs.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, EventTarget};

use super::answer::{Body, items, read, reset_at};
use super::bx24::Bx24;
use super::callback::function;
use super::clock::{Timer, now, random};
use super::fetch::{Answered, post};
use super::object::{get, global, object, set, set_text, text};
use super::parent::Parent;
use super::session::{Source, token};
use super::signal::Listener;
use bx24_protocol::Error;
use bx24_protocol::calls::credential::Credential;
use bx24_protocol::calls::scheduler::{Action, Answer, Call, Dispatcher, Success};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::code;
use bx24_protocol::text::fill;
use bx24_protocol::wire::portal_url;

/// How a call ended, with the portal's body.
pub struct Reply {
    /// Success or error.
    pub outcome: Result<Success, Error>,
    /// HTTP status; 0 without an answer.
    pub status: u16,
    /// The portal's body; undefined without an answer.
    pub answer: JsValue,
}

/// What a caller wants besides the end of its call.
#[derive(Clone, Default)]
pub struct Hooks {
    /// Each of them ends the call when it is aborted.
    pub signals: [Option<AbortSignal>; 2],
    /// Told of every repeat.
    pub on_retry: Option<Function>,
}

/// Where one method's requests go.
struct Place {
    url: String,
    /// When the portal forgets what the method has cost: a refusal does not say it, so the last
    /// word counts.
    reset_at: Option<f64>,
}

struct Waiter {
    then: Box<dyn FnOnce(Reply)>,
    on_retry: Option<Function>,
    /// Listened to as long as somebody waits.
    _listeners: [Option<Listener>; 2],
}

impl Default for Reply {
    fn default() -> Self {
        Self {
            outcome: Ok(Success::default()),
            status: 0,
            answer: JsValue::UNDEFINED,
        }
    }
}

impl Reply {
    /// The end of a call without an answer.
    pub fn failed(error: Error) -> Self {
        Self {
            outcome: Err(error),
            ..Self::default()
        }
    }

    /// The reply itself, if the call has succeeded.
    ///
    /// # Errors
    /// The call's.
    pub fn succeeded(self) -> Result<Self, Error> {
        match self.outcome {
            Err(error) => Err(error),
            _ => Ok(self),
        }
    }

    /// The portal's `result`; undefined after a failure.
    pub fn result(&self) -> JsValue {
        get(&self.answer, "result")
    }

    /// The answers to the commands of a batch, whose methods are given; none after a failure.
    pub fn items(&self, methods: &[&'static str]) -> Vec<Answer<Body>> {
        if self.outcome.is_err() {
            return Vec::new();
        }
        let mut items = items(&self.answer, methods.len());
        for (item, method) in items.iter_mut().zip(methods) {
            if let Some(error) = &mut item.error {
                error.method = (*method).into();
            }
        }
        items
    }
}

/// Runs when asking for a token is over.
pub type Keeper = Box<dyn FnOnce(Option<Error>)>;

/// One portal's calls.
pub struct Runner {
    origin: String,
    /// The page's runner that was made before.
    previous: Option<&'static Self>,
    dispatcher: RefCell<Dispatcher<Box<Waiter>, Body>>,
    sources: RefCell<Vec<&'static Source>>,
    init: RefCell<JsValue>,
    tokens: RefCell<Vec<(usize, Keeper)>>,
    requests: RefCell<Vec<(u32, AbortController)>>,
    timer: RefCell<Option<(f64, Timer)>>,
    places: RefCell<Vec<Place>>,
    running: Cell<bool>,
}

thread_local! {
    /// The last of the page's runners: all clients of one portal share its bucket.
    static LAST: Cell<Option<&'static Runner>> = const { Cell::new(None) };
    /// The frame's authorization, shared by all that runs in the page.
    static FRAME: Cell<Option<(&'static Runner, usize)>> = const { Cell::new(None) };
}

impl Runner {
    /// The page's runner for the portal at `origin`; it lasts as long as the page.
    pub fn of(origin: &str, settings: &Settings) -> &'static Self {
        let mut found = LAST.get();
        while let Some(runner) = found {
            if runner.origin == origin {
                runner.configure(settings);
                return runner;
            }
            found = runner.previous;
        }
        if LAST.get().is_none() {
            on_page_end();
        }
        let made: &'static Self = Box::leak(Box::new(Self::new(origin.into(), settings)));
        LAST.set(Some(made));
        made
    }

    /// The portal around this page, and its authorization.
    ///
    /// # Errors
    /// `NO_FRAME` where the page was not opened by a portal.
    pub fn frame(settings: &Settings) -> Result<(&'static Self, usize), Error> {
        let wait = settings.frame_timeout;
        if let Some((runner, credential)) = FRAME.get() {
            runner.configure(settings);
            runner.wait_for_frame(credential, wait);
            return Ok((runner, credential));
        }
        let parent = Parent::find()?;
        let origin = parent.frame.origin();
        let runner = Self::of(&origin, settings);
        let source = Bx24::find().map_or_else(|| Source::parent(parent), Source::Page);
        let base = fill("%/rest", &[&origin]);
        let credential = runner.add(Credential::frame(base, wait), source);
        FRAME.set(Some((runner, credential)));
        Ok((runner, credential))
    }

    fn wait_for_frame(&self, credential: usize, timeout: f64) {
        if let Some(held) = self.dispatcher.borrow_mut().credential(credential) {
            held.timeout = timeout;
        }
    }

    /// Other limits from now on.
    pub fn configure(&self, settings: &Settings) {
        self.dispatcher.borrow_mut().configure(settings);
    }

    /// The portal's host, with its port unless 80 or 443.
    pub fn domain(&self) -> &str {
        portal_url::scheme(&self.origin).map_or("", |(_, host)| host)
    }

    /// Sends a command to the parent page that it does not answer.
    ///
    /// # Errors
    /// `NO_FRAME` where the page was not opened by a portal.
    pub fn tell_parent(command: &str) -> Result<(), Error> {
        Parent::find()?.tell(command, "{}")
    }

    /// The token of a credential, and when it ends in milliseconds since 1970; nothing before the
    /// first one and after its end.
    #[cfg(feature = "js")]
    pub fn token(&self, credential: usize) -> Option<(String, Option<f64>)> {
        let mut dispatcher = self.dispatcher.borrow_mut();
        let token = dispatcher.credential(credential)?.token()?;
        let over = token.expires_at.is_some_and(|end| end <= now());
        (!over).then(|| (token.value.clone(), token.expires_at))
    }

    /// Where calls of `method` go. A webhook's URL is a secret.
    pub fn url(&self, credential: usize, method: &str) -> String {
        let mut dispatcher = self.dispatcher.borrow_mut();
        let base = dispatcher
            .credential(credential)
            .map_or("", |held| held.base.as_str());
        fill("%/%.json", &[base, method])
    }

    /// Ends all calls of the page.
    fn abort_page() {
        let error = &Error::new(code::ABORTED, "the page went away");
        let mut last = LAST.get();
        while let Some(runner) = last {
            runner.dispatcher.borrow_mut().abort_everything(error);
            runner.run();
            last = runner.previous;
        }
    }

    fn new(origin: String, settings: &Settings) -> Self {
        Self {
            origin,
            previous: LAST.get(),
            dispatcher: RefCell::new(Dispatcher::new(settings)),
            sources: RefCell::default(),
            init: RefCell::new(JsValue::UNDEFINED),
            tokens: RefCell::default(),
            requests: RefCell::default(),
            timer: RefCell::default(),
            places: RefCell::default(),
            running: Cell::default(),
        }
    }

    /// Adds an authorization; the number names it from now on.
    pub fn add(&self, credential: Credential, source: Source) -> usize {
        self.sources.borrow_mut().push(Box::leak(Box::new(source)));
        self.dispatcher.borrow_mut().add(credential)
    }

    /// What the portal said of the app with the first token; undefined before.
    pub fn init(&self) -> JsValue {
        self.init.borrow().clone()
    }

    /// Sends a call; `then` runs once, when it is over.
    pub fn call(&'static self, call: Call, hooks: Hooks, then: Box<dyn FnOnce(Reply)>) {
        let id = self.dispatcher.borrow_mut().id();
        let mut over = false;
        let [first, second] = hooks.signals;
        let listeners = [
            self.listen(id, first, &mut over),
            self.listen(id, second, &mut over),
        ];
        let waiter = Box::new(Waiter {
            then,
            on_retry: hooks.on_retry,
            _listeners: listeners,
        });
        self.dispatcher.borrow_mut().submit(id, call, waiter, now());
        match over {
            true => self.abort(id),
            false => self.run(),
        }
    }

    /// Ends the call when the signal is aborted; `over` where it is already.
    fn listen(
        &'static self,
        call: u32,
        signal: Option<AbortSignal>,
        over: &mut bool,
    ) -> Option<Listener> {
        let signal = signal?;
        *over |= get(&signal, "aborted").is_truthy();
        Some(Listener::new(signal, Box::new(move |_| self.abort(call))))
    }

    /// Ends all calls of one owner.
    pub fn abort_all(&'static self, owner: u32) {
        self.dispatcher.borrow_mut().abort_all(owner, &destroyed());
        self.run();
    }

    fn abort(&'static self, call: u32) {
        self.dispatcher.borrow_mut().abort(call, aborted());
        self.run();
    }

    /// Gets a new token although the old one was not refused; `then` runs once.
    #[cfg(feature = "js")]
    pub fn refresh(&'static self, credential: usize, then: Keeper) {
        self.tokens.borrow_mut().push((credential, then));
        self.dispatcher.borrow_mut().refresh(credential, now());
        self.run();
    }

    /// Makes sure that there is a token; `then` runs once.
    pub fn prepare(&'static self, credential: usize, then: Keeper) {
        self.tokens.borrow_mut().push((credential, then));
        self.dispatcher.borrow_mut().prepare(credential, now());
        self.run();
    }

    /// Does all that is to be done now.
    fn run(&'static self) {
        if self.running.replace(true) {
            return; // called from a caller's code: the outer round goes on
        }
        while let Some(action) = self.next() {
            self.act(action);
        }
        self.running.set(false);
        self.set_timer();
    }

    fn next(&self) -> Option<Action<Box<Waiter>, Body>> {
        self.dispatcher.borrow_mut().next(now())
    }

    fn act(&'static self, action: Action<Box<Waiter>, Body>) {
        match action {
            Action::Authorize(credential) => self.authorize(credential, false),
            Action::Refresh(credential) => self.authorize(credential, true),
            Action::Authorized(credential, error) => self.authorized(credential, error.as_ref()),
            Action::Send {
                request,
                url,
                body,
                items,
            } => self.send(request, url, body, items),
            Action::Cancel(request) => self.cancel(request),
            Action::Retry {
                call,
                attempt,
                reason,
                wait,
            } => self.tell(call, attempt, &reason, wait),
            Action::Finish {
                waiter,
                outcome,
                body,
            } => finish(*waiter, outcome, body),
        }
    }

    fn authorize(&'static self, credential: usize, renew: bool) {
        let Some(source) = self.sources.borrow().get(credential).copied() else {
            return;
        };
        let granted = move |given| self.granted(credential, renew, Ok(given));
        if let Err(error) = source.grant(renew, Box::new(granted)) {
            self.granted(credential, renew, Err(error));
        }
    }

    fn granted(&'static self, credential: usize, renew: bool, given: Result<JsValue, Error>) {
        let token = given.and_then(|given| {
            let token = token(&given, renew)?;
            if !renew {
                self.learn(credential, given);
            }
            Ok(token)
        });
        self.dispatcher.borrow_mut().authorized(credential, token);
        self.run();
    }

    /// Keeps the init data, and takes the REST path from them.
    fn learn(&self, credential: usize, init: JsValue) {
        let path = text(&init, "PATH");
        if path.starts_with('/')
            && let Some(held) = self.dispatcher.borrow_mut().credential(credential)
        {
            held.base = portal_url::path(&self.origin, &path);
        }
        *self.init.borrow_mut() = init;
    }

    fn authorized(&self, credential: usize, error: Option<&Error>) {
        loop {
            let mut tokens = self.tokens.borrow_mut();
            let Some(index) = tokens.iter().position(|(wanted, _)| *wanted == credential) else {
                return;
            };
            let (_, then) = tokens.remove(index);
            drop(tokens);
            then(error.cloned());
        }
    }

    fn send(&'static self, request: u32, url: String, body: String, items: usize) {
        let Ok(controller) = AbortController::new() else {
            return;
        };
        let signal = controller.signal();
        self.requests.borrow_mut().push((request, controller));
        let place = self.place(&url);
        let ended = move |answer: Answered| {
            let answer = match answer {
                Ok((status, text)) => read(status, &text),
                Err(error) => Answer::failed(error),
            };
            self.forget(request);
            self.answered(request, place, answer, items);
        };
        post(&url, &body, signal, Box::new(ended));
    }

    /// The number of the place that requests to `url` go to.
    fn place(&self, url: &str) -> usize {
        let mut places = self.places.borrow_mut();
        let known = places.iter().position(|place| place.url == url);
        known.unwrap_or_else(|| {
            places.push(Place {
                url: url.into(),
                reset_at: None,
            });
            places.len() - 1
        })
    }

    fn answered(&'static self, request: u32, place: usize, outer: Answer<Body>, count: usize) {
        let reset_in = self.reset_in(place, reset_at(&outer.body));
        let mut answers = match &outer.error {
            None if count > 0 => items(&outer.body.value, count),
            _ => vec![outer],
        };
        for answer in &mut answers {
            answer.reset_in = reset_in;
        }
        let mut dispatcher = self.dispatcher.borrow_mut();
        dispatcher.answered(request, answers, now(), random());
        drop(dispatcher);
        self.run();
    }

    /// Milliseconds until the method at a place is free again, `told` being what its answer says.
    fn reset_in(&self, place: usize, told: Option<f64>) -> Option<f64> {
        let mut places = self.places.borrow_mut();
        let place = places.get_mut(place)?;
        place.reset_at = told.or(place.reset_at);
        place.reset_at.map(|time| time - now())
    }

    fn forget(&self, request: u32) -> Option<AbortController> {
        let mut requests = self.requests.borrow_mut();
        let index = requests.iter().position(|(id, _)| *id == request)?;
        Some(requests.swap_remove(index).1)
    }

    fn cancel(&self, request: u32) {
        if let Some(controller) = self.forget(request) {
            controller.abort();
        }
    }

    /// Tells a caller of a repeat.
    fn tell(&self, call: u32, attempt: u32, reason: &str, wait: f64) {
        let dispatcher = self.dispatcher.borrow();
        let Some((method, waiter)) = dispatcher.waiter(call) else {
            return;
        };
        let Some(on_retry) = waiter.on_retry.clone() else {
            return;
        };
        let info = object();
        set_text(&info, "method", method);
        set(&info, "attempt", attempt.into());
        set_text(&info, "reason", reason);
        set(&info, "waitMs", wait.into());
        drop(dispatcher);
        super::object::tell(&on_retry, &info);
    }

    fn set_timer(&'static self) {
        let wake = self.dispatcher.borrow_mut().wake_at(now());
        let mut timer = self.timer.borrow_mut();
        if timer.as_ref().map(|(time, _)| *time) == wake {
            return;
        }
        *timer = wake.map(|time| (time, Timer::at(time, Box::new(move |_| self.wake()))));
    }

    fn wake(&'static self) {
        *self.timer.borrow_mut() = None;
        self.run();
    }
}

fn finish(waiter: Waiter, outcome: Result<Success, Error>, body: Body) {
    let status = match &outcome {
        Err(error) if body.status == 0 => error.status,
        _ => body.status,
    };
    let then = waiter.then;
    then(Reply {
        outcome,
        status,
        answer: body.value,
    });
}

/// The error of a call of a client that is no more.
pub fn destroyed() -> Error {
    Error::new(code::ABORTED, "`destroy` ended the call")
}

fn aborted() -> Error {
    Error::new(code::ABORTED, "the caller's signal ended the call")
}

/// While the page goes away its scripts still run: calls in flight settle then.
fn on_page_end() {
    let window: EventTarget = global().unchecked_into();
    let listener = function(Box::new(|_, _| Runner::abort_page()));
    // fails where there is no page
    let _ = window.add_event_listener_with_callback("pagehide", &listener);
}
