//! A call as the scheduler keeps it.

use crate::calls::retry::{Decision, Idempotency};
use crate::error::{Error, ErrorCode};

/// One call, ready to be sent.
#[derive(Clone, Debug)]
pub struct Call {
    /// Whose call it is, for ending all calls of one owner.
    pub owner: u32,
    /// Which authorization it is sent with.
    pub credential: usize,
    /// The REST method.
    pub method: String,
    /// Its encoded parameters.
    pub body: String,
    /// Calls with the same credential and order run one at a time; empty: no order.
    pub order: String,
    /// How often it may be sent.
    pub idempotency: Idempotency,
    /// `auth_connector`; inside a batch only the outer one counts (contract §5).
    pub connector: Option<String>,
    /// Milliseconds for the whole call.
    pub timeout: f64,
    /// Milliseconds for one attempt that may be repeated.
    pub attempt_timeout: f64,
    /// How often it is repeated when nobody knows whether it was executed.
    pub retries: u32,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum State {
    /// Another call of its order has to be over first.
    Blocked,
    /// It may go out at this time, not before.
    Paused(f64),
    /// It may go out as soon as there is a token, and room in the bucket.
    Ready,
    /// It is out with this request.
    Sent(u32),
}

/// A call that is not over.
pub(super) struct PendingCall<W> {
    pub call: Call,
    pub waiter: W,
    pub deadline: f64,
    pub state: State,
    /// Whether it found the bucket full, so that it may go together with others.
    pub found_bucket_full: bool,
    /// How many times it was sent, for whatever reason.
    pub attempts: u32,
    /// How many pauses it has made; they grow with it.
    pub pauses: u32,
    /// How many repeats it has used up of [`Call::retries`]: those where nobody knew whether the
    /// call was executed, or the portal could not be reached.
    pub repeats: u32,
    /// Whether it was repeated with a new token, which happens once.
    pub refreshed: bool,
    /// Whether an attempt may have been executed without our knowing.
    pub maybe_done: bool,
    /// Why it is repeated.
    pub last_error: Option<Error>,
}

impl<W> PendingCall<W> {
    /// A call that was just taken in.
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

    /// The error of a call whose time is over.
    pub fn late(&self) -> Error {
        let is_sent = self.request().is_some();
        match &self.last_error {
            Some(last) if !is_sent => last.clone(),
            _ => timeout().with_retryable(!is_sent || self.call.idempotency != Idempotency::Once),
        }
    }
}

/// The error of an attempt, or a call, that took too long.
pub(super) fn timeout() -> Error {
    Error::new(ErrorCode::Timeout, "the portal did not answer in time")
}
