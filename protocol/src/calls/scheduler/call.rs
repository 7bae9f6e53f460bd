//! A call, as the scheduler keeps it until it has ended.

use crate::calls::retry::{Decision, Idempotency};
use crate::error::{Error, ErrorCode};

/// One call, ready to be sent.
#[derive(Clone, Debug)]
pub struct Call {
    /// The client that it belongs to, so that all calls of a client can be ended.
    pub owner: u32,
    /// The number of its authorization.
    pub credential: usize,
    /// The REST method.
    pub method: String,
    /// Its encoded parameters.
    pub body: String,
    /// Calls with the same credential and order are sent one after another; empty: no order.
    pub order: String,
    /// Whether it may be repeated.
    pub idempotency: Idempotency,
    /// `auth_connector`; inside a batch only the outer one counts (contract §5).
    pub connector: Option<String>,
    /// How long it may take with all its repeats, in milliseconds.
    pub timeout: f64,
    /// Milliseconds for one attempt that may be repeated.
    pub attempt_timeout: f64,
    /// How often it is repeated when nobody knows whether it was executed.
    pub retries: u32,
}

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum State {
    /// An earlier call of its order has to end first.
    Blocked,
    /// It may be sent at this time, not before.
    Paused(f64),
    /// It may be sent as soon as there is a token, and room in the bucket.
    Ready,
    /// It has been sent with this request.
    Sent(u32),
}

/// A call that has not ended.
pub(super) struct PendingCall<W> {
    pub call: Call,
    pub waiter: W,
    pub deadline: f64,
    pub state: State,
    /// Whether it found the bucket full, and so may be merged with others.
    pub found_bucket_full: bool,
    /// How often it has been sent, for whatever reason. Never reset.
    pub attempts: u32,
    /// How many pauses it has made: each is longer than the one before. Never reset.
    pub pauses: u32,
    /// How many repeats of [`Call::retries`] are used up: those after attempts of which nobody knows
    /// whether they were executed, or that the portal could not serve. Never reset.
    pub repeats: u32,
    /// Whether it has been repeated with a new token, which happens once. Never reset.
    pub refreshed: bool,
    /// Whether it was sent once more at the portal's new address, which happens once.
    pub moved: bool,
    /// Whether an attempt may have been executed although its answer was lost. Never reset.
    pub maybe_done: bool,
    /// Why it is repeated.
    pub last_error: Option<Error>,
}

impl<W> PendingCall<W> {
    /// A call that was just accepted.
    pub fn new(call: Call, waiter: W, now: f64) -> Self {
        Self {
            deadline: now + call.timeout,
            call,
            waiter,
            state: State::Blocked,
            found_bucket_full: false,
            attempts: 0,
            pauses: 0,
            repeats: 0,
            refreshed: false,
            moved: false,
            maybe_done: false,
            last_error: None,
        }
    }

    /// Whether it may be one command of a batch.
    pub fn may_merge(&self) -> bool {
        self.found_bucket_full && self.call.idempotency.may_merge()
    }

    /// When an attempt that is sent now is given up: where no repeat may follow, when the whole call
    /// is.
    pub fn attempt_limit(&self, now: f64) -> f64 {
        let may_repeat = self.call.idempotency.may_repeat(Decision::Unknown);
        match may_repeat && self.repeats < self.call.retries {
            true => self.deadline.min(now + self.call.attempt_timeout),
            false => self.deadline,
        }
    }

    /// The request it is out with.
    pub fn request(&self) -> Option<u32> {
        match self.state {
            State::Sent(request) => Some(request),
            _ => None,
        }
    }

    /// The error for a call whose time is over.
    pub fn late(&self) -> Error {
        let is_sent = self.request().is_some();
        match &self.last_error {
            Some(last) if !is_sent => last.clone(),
            _ => timeout().with_retryable(!is_sent || self.call.idempotency != Idempotency::Once),
        }
    }
}

/// The error for an attempt or a call that took too long.
pub(super) fn timeout() -> Error {
    Error::new(ErrorCode::Timeout, "the portal did not answer in time")
}
