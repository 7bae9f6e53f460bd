//! All calls to one portal: who waits for what, which request is sent next, and how each call ends. A
//! state machine: its owner passes events in, carries out the [`Action`]s that come out, and has the
//! clock, the random numbers and the network.
//!
//! Every call that is submitted is finished exactly once.

mod call;
mod outcome;
mod queue;
mod send;
mod timeline;
mod tokens;

use std::collections::VecDeque;

use super::clock::Now;
use super::credential::Credential;
use super::rate_limit::Bucket;
use super::settings::Settings;
use crate::error::Error;
use crate::wire::answer::Answer;

pub use call::Call;
use call::timeout;
use queue::CallQueue;
use send::InFlight;
use timeline::Timeline;

/// Requests that a portal's bucket takes at once, unless a client says otherwise (contract §2.3).
const BURST: f64 = 50.0;
/// How many requests it drains in a millisecond.
const PER_MS: f64 = 0.002;

/// What the owner of a [`Scheduler`] has to do.
#[derive(Debug)]
pub enum Action<W, B> {
    /// Ask for the first token of this credential, then call [`Scheduler::authorized`].
    Authorize(usize),
    /// Ask for a new token of this credential, then call [`Scheduler::authorized`].
    Refresh(usize),
    /// Asking for a token is over. With an error: there is none.
    Authorized(usize, Option<Error>),
    /// Send a POST, then call [`Scheduler::answered`].
    Send {
        /// The request's number.
        request: u32,
        /// The URL. A webhook's contains a secret.
        url: String,
        /// The encoded parameters, token included.
        body: String,
        /// If it is a `batch` of calls that were merged: how many; 0: it is a single call.
        items: usize,
    },
    /// Abort this request: nobody waits for it any more.
    Cancel(u32),
    /// Tell the caller that the call will be repeated.
    Retry {
        /// The call.
        call: u32,
        /// How often it has been sent.
        attempt: u32,
        /// The code that the last attempt ended with.
        reason: String,
        /// Milliseconds until the next attempt.
        wait: f64,
    },
    /// Tell the caller that the call has ended.
    Finish {
        /// The call.
        call: u32,
        /// Who waits for it.
        waiter: W,
        /// How it ended.
        outcome: Outcome<B>,
    },
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct Outcome<B> {
    /// Success or error.
    pub result: Result<Success, Error>,
    /// HTTP status; 0 without an answer.
    pub status: u16,
    /// The body of the last answer, if there is one.
    pub body: Option<B>,
}

impl<B> Outcome<B> {
    /// A failure without an answer.
    #[must_use]
    pub fn failed(error: Error) -> Self {
        Self {
            status: error.status(),
            result: Err(error),
            body: None,
        }
    }
}

/// What is special about a success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Success {
    /// A repeat of our own found the handler bound.
    pub already_bound: bool,
    /// An earlier attempt may have done the work: a count can be too low.
    pub repeated: bool,
}

/// All calls to one portal. `W` is whatever the owner needs to hand out a call's result, `B` the body
/// of an answer.
pub struct Scheduler<W, B> {
    credentials: Vec<Credential>,
    queue: CallQueue<W>,
    in_flight: Vec<InFlight>,
    attempt_limits: Timeline,
    outbox: VecDeque<Action<W, B>>,
    bucket: Bucket,
    burst: f64,
    /// How many requests the bucket drains in a millisecond, before scaling.
    per_ms: f64,
    merge: bool,
    scale: f64,
    last_id: u32,
}

impl<W, B: Clone> Scheduler<W, B> {
    /// A scheduler with nothing to do.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let mut this = Self {
            credentials: Vec::new(),
            queue: CallQueue::default(),
            in_flight: Vec::new(),
            attempt_limits: Timeline::default(),
            outbox: VecDeque::new(),
            bucket: Bucket::new(BURST, PER_MS),
            burst: BURST,
            per_ms: PER_MS,
            merge: true,
            scale: 1.0,
            last_id: 0,
        };
        this.configure(settings);
        this
    }

    /// Other limits from now on, where the settings have them.
    pub fn configure(&mut self, settings: &Settings) {
        self.burst = settings.burst.unwrap_or(self.burst);
        if let Some(per_second) = settings.per_second {
            self.per_ms = per_second / 1000.0;
        }
        self.merge = settings.merge.unwrap_or(self.merge);
        self.scale = settings.time_scale;
        self.bucket.set_limits(self.burst, self.per_ms / self.scale);
    }

    /// Accepts a call and gives its number.
    pub fn submit(&mut self, mut call: Call, waiter: W, now: Now) -> u32 {
        call.timeout *= self.scale;
        call.attempt_timeout *= self.scale;
        let id = self.new_id();
        self.queue.insert(id, call, waiter, now.monotonic);
        id
    }

    /// Ends a call whose caller has given up.
    pub fn abort(&mut self, call: u32, error: Error) {
        self.finish(call, Outcome::failed(error));
    }

    /// Ends all calls of one owner.
    pub fn abort_all(&mut self, owner: u32, error: &Error) {
        for id in self.queue.ids(|pending| pending.call.owner == owner) {
            self.abort(id, error.clone());
        }
    }

    /// Ends all calls.
    pub fn abort_everything(&mut self, error: &Error) {
        for id in self.calls() {
            self.abort(id, error.clone());
        }
    }

    /// All calls that have not ended.
    #[must_use]
    pub fn calls(&self) -> Vec<u32> {
        self.queue.ids(|_| true)
    }

    /// The method of a call that has not ended, and who waits for it.
    #[must_use]
    pub fn waiter(&self, call: u32) -> Option<(&str, &W)> {
        let pending = self.queue.get(call)?;
        Some((&pending.call.method, &pending.waiter))
    }

    /// The next thing to do; `None` if there is nothing to do now.
    pub fn next(&mut self, now: Now) -> Option<Action<W, B>> {
        self.expire(now);
        self.queue.end_pauses(now.monotonic);
        if self.outbox.is_empty() {
            self.send_next(now);
        }
        self.outbox.pop_front()
    }

    /// When to call [`Scheduler::next`] again even if no event is passed in, on the monotonic clock.
    pub fn wake_at(&mut self, now: Now) -> Option<f64> {
        let room = now.monotonic + self.bucket.wait(now.monotonic);
        let (deadline, pause) = self.queue.next_times();
        let times = [
            deadline,
            pause.map(|end| end.max(room)),
            self.first_sendable().map(|_| room),
            self.attempt_limits.first(),
        ];
        let mut first = self.first_give_up();
        for time in times {
            first = first.min(time.unwrap_or(f64::INFINITY));
        }
        first.is_finite().then_some(first)
    }

    fn emit(&mut self, action: Action<W, B>) {
        self.outbox.push_back(action);
    }

    fn new_id(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    /// Ends what took too long.
    fn expire(&mut self, now: Now) {
        self.give_up_tokens(now);
        while let Some(late) = self.queue.late(now.monotonic) {
            let error = self
                .queue
                .get(late)
                .map_or_else(timeout, |pending| pending.late());
            self.finish(late, Outcome::failed(error));
        }
        while let Some(late) = self.attempt_limits.due(now.monotonic) {
            self.emit(Action::Cancel(late));
            self.answered(late, vec![Answer::failed(timeout())], now, 0.0);
        }
    }
}
