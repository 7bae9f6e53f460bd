//! All calls to one portal: who waits for what, which request goes out next, and what becomes of
//! each call. State and input give the next actions; the caller owns clock, chance and network.
//!
//! Every call that is submitted is finished exactly once.

mod call;
mod outcome;
mod send;

use crate::calls::credential::{Credential, Stage, Token};
use crate::calls::rate_limit::Bucket;
use crate::calls::settings::Settings;
use crate::error::{Error, code};

pub use call::Call;
use call::{Entry, Request};
pub use outcome::Answer;

/// Milliseconds to wait for a new token.
const REFRESH_TIMEOUT: f64 = 10_000.0;

/// What the caller of [`Dispatcher`] has to do.
#[derive(Debug)]
pub enum Action<W, B> {
    /// Ask for the first token of this credential, then call [`Dispatcher::authorized`].
    Authorize(usize),
    /// Ask for a new token of this credential, then call [`Dispatcher::authorized`].
    Refresh(usize),
    /// Asking is over: there is a token now, or there is none.
    Authorized(usize, Option<Error>),
    /// Send a POST, then call [`Dispatcher::answered`].
    Send {
        /// Names the request in later calls.
        request: u32,
        /// Where to. A webhook's URL is a secret.
        url: String,
        /// The encoded parameters, token included.
        body: String,
        /// How many commands of a `batch` it holds that are calls of their own; 0: it is one call.
        items: usize,
    },
    /// Nobody waits for this request any more.
    Cancel(u32),
    /// A call will be repeated.
    Retry {
        /// The call.
        call: u32,
        /// How many times it was sent.
        attempt: u32,
        /// The code of its last outcome.
        reason: String,
        /// Milliseconds until it may go out again.
        wait: f64,
    },
    /// A call is over.
    Finish {
        /// Who waits for it.
        waiter: W,
        /// How it ended.
        outcome: Result<Success, Error>,
        /// The body of the answer that it ended with; the default one where it ends without.
        body: B,
    },
}

/// How a call succeeded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Success {
    /// A repeat of our own found the handler bound.
    pub already_bound: bool,
    /// An earlier try may have done the work: a count can be 0.
    pub repeated: bool,
}

/// All calls to one portal. `W` is who waits for a call, `B` the body of an answer: both are the
/// caller's own affair.
pub struct Dispatcher<W, B> {
    credentials: Vec<Credential>,
    #[allow(
        clippy::vec_box,
        reason = "moving a pointer takes less code than moving an entry"
    )]
    entries: Vec<Box<Entry<W>>>,
    requests: Vec<Request>,
    outbox: Vec<Action<W, B>>,
    bucket: Bucket,
    per_ms: f64,
    merge: bool,
    scale: f64,
    last_id: u32,
}

impl<W, B: Clone + Default> Dispatcher<W, B> {
    /// A dispatcher with nothing to do.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let mut this = Self {
            credentials: Vec::new(),
            entries: Vec::new(),
            requests: Vec::new(),
            outbox: Vec::new(),
            bucket: Bucket::new(0.0, 1.0),
            per_ms: 1.0,
            merge: true,
            scale: 1.0,
            last_id: 0,
        };
        this.configure(settings);
        this
    }

    /// Other limits from now on.
    pub fn configure(&mut self, settings: &Settings) {
        self.per_ms = settings.per_second / 1000.0;
        self.merge = settings.merge;
        self.scale = settings.time_scale;
        self.bucket.limit(settings.burst, self.per_ms / self.scale);
    }

    /// Adds an authorization; the number names it from now on.
    pub fn add(&mut self, credential: Credential) -> usize {
        self.credentials.push(credential);
        self.credentials.len() - 1
    }

    /// The authorization with this number.
    #[must_use]
    pub fn credential(&mut self, credential: usize) -> Option<&mut Credential> {
        self.credentials.get_mut(credential)
    }

    /// Makes sure that there is a token, before any call needs it; [`Action::Authorized`] says so.
    pub fn prepare(&mut self, credential: usize, now: f64) {
        let held = self.credentials.get(credential);
        if held.is_some_and(|held| held.stage == Stage::Ready) {
            self.emit(Action::Authorized(credential, None));
        } else {
            self.authorize(credential, now);
        }
    }

    /// Asks for a new token although the old one was not refused.
    pub fn refresh(&mut self, credential: usize, now: f64) {
        self.authorize(credential, now);
    }

    /// Takes a call in under a number of [`Dispatcher::id`].
    pub fn submit(&mut self, id: u32, mut call: Call, waiter: W, now: f64) {
        call.timeout *= self.scale;
        let entry = Entry::new(id, call, waiter, now, &self.entries);
        self.entries.push(Box::new(entry));
    }

    /// The caller of this call wants no answer any more.
    pub fn abort(&mut self, call: u32, error: Error) {
        self.finish(call, Err(error), B::default());
    }

    /// Ends all calls of one owner.
    pub fn abort_all(&mut self, owner: u32, error: &Error) {
        while let Some(id) = self.find(&|entry| entry.call.owner == owner) {
            self.abort(id, error.clone());
        }
    }

    /// Ends all calls.
    pub fn abort_everything(&mut self, error: &Error) {
        while let Some(id) = self.find(&|_| true) {
            self.abort(id, error.clone());
        }
    }

    /// The method of a call that is not over, and who waits for it.
    #[must_use]
    pub fn waiter(&self, call: u32) -> Option<(&str, &W)> {
        let entry = self.entries.iter().find(|entry| entry.id == call)?;
        Some((&entry.call.method, &entry.waiter))
    }

    /// A first or new token came, or will not come.
    pub fn authorized(&mut self, credential: usize, token: Result<Token, Error>) {
        let Some(held) = self.credentials.get_mut(credential) else {
            return;
        };
        held.limit = f64::INFINITY;
        let error = token.as_ref().err().cloned();
        self.outbox.push(Action::Authorized(credential, error));
        match token {
            Ok(token) => {
                held.token = Some(token);
                held.generation += 1;
                held.stage = Stage::Ready;
            }
            Err(error) => {
                held.asked_at = f64::NEG_INFINITY;
                held.stage = if held.token.is_none() {
                    Stage::Unknown
                } else {
                    Stage::Ready
                };
                self.reject(credential, &error);
            }
        }
    }

    /// The next thing to do; nothing when all is under way or waits for its time.
    pub fn next(&mut self, now: f64) -> Option<Action<W, B>> {
        self.expire(now);
        if self.outbox.is_empty() {
            self.choose(now);
        }
        (!self.outbox.is_empty()).then(|| self.outbox.remove(0))
    }

    /// When to call [`Dispatcher::next`] again although nothing was given in.
    pub fn wake_at(&mut self, now: f64) -> Option<f64> {
        let bucket = now + self.bucket.wait(now);
        let mut first = f64::INFINITY;
        for entry in &self.entries {
            let room = if self.open(entry) {
                bucket
            } else {
                f64::INFINITY
            };
            first = first.min(entry.wake_at(room));
        }
        for request in &self.requests {
            first = first.min(request.limit);
        }
        for held in &self.credentials {
            first = first.min(held.limit);
        }
        first.is_finite().then_some(first)
    }

    // not inlined: one copy of what a list does to grow
    #[inline(never)]
    fn emit(&mut self, action: Action<W, B>) {
        self.outbox.push(action);
    }

    /// A number that names no call and no request yet.
    pub fn id(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    fn find(&self, wanted: &dyn Fn(&Entry<W>) -> bool) -> Option<u32> {
        self.entries
            .iter()
            .find(|entry| wanted(entry))
            .map(|entry| entry.id)
    }

    fn entry(&mut self, id: u32) -> Option<&mut Entry<W>> {
        let found = self.entries.iter_mut().find(|entry| entry.id == id);
        found.map(|entry| &mut **entry)
    }

    /// Ends all calls that wait for a token that will not come.
    fn reject(&mut self, credential: usize, error: &Error) {
        while let Some(id) =
            self.find(&|entry| entry.call.credential == credential && entry.sent.is_none())
        {
            self.finish(id, Err(error.clone()), B::default());
        }
    }

    /// Asks for a token, once for all who need it.
    fn authorize(&mut self, credential: usize, now: f64) {
        let Some(held) = self.credentials.get_mut(credential) else {
            return;
        };
        if held.stage == Stage::Pending {
            return;
        }
        held.stage = Stage::Pending;
        let first = held.token.is_none();
        let limit = if first { held.timeout } else { REFRESH_TIMEOUT };
        held.limit = now + limit * self.scale;
        held.asked_at = now;
        self.emit(if first {
            Action::Authorize(credential)
        } else {
            Action::Refresh(credential)
        });
    }

    /// Ends what took too long.
    fn expire(&mut self, now: f64) {
        while let Some(late) = self.credentials.iter().position(|held| held.limit <= now) {
            let error = self
                .credentials
                .get(late)
                .map_or_else(Error::default, Credential::silence);
            self.authorized(late, Err(error));
        }
        while let Some(late) = self.entries.iter().find(|entry| entry.deadline <= now) {
            let (id, error) = (late.id, late.late());
            self.finish(id, Err(error), B::default());
        }
        while let Some(late) = self.requests.iter().find(|r| r.limit <= now).map(|r| r.id) {
            self.emit(Action::Cancel(late));
            let answer = Answer::failed(timeout());
            self.answered(late, vec![answer], now, 0.0);
        }
    }
}

fn timeout() -> Error {
    Error::new(code::TIMEOUT, "the portal did not answer in time")
}
