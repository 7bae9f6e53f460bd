//! What becomes of a call when its request was answered, or was not.

use super::call::Request;
use super::{Action, Dispatcher, Success};
use crate::calls::credential::Stage;
use crate::calls::retry::{self, Next, Repeat};
use crate::error::Error;

/// What an answer says, as far as the policy needs it.
#[derive(Clone, Debug, Default)]
pub struct Answer<B> {
    /// Nothing: success.
    pub error: Option<Error>,
    /// Milliseconds until the portal's `operating_reset_at`, where it was ever told.
    pub reset_in: Option<f64>,
    /// What comes with it, for who waits.
    pub body: B,
}

impl<B: Default> Answer<B> {
    /// An error without a body.
    #[must_use]
    pub fn failed(error: Error) -> Self {
        Self {
            error: Some(error),
            reset_in: None,
            body: B::default(),
        }
    }
}

impl<W, B: Clone + Default> Dispatcher<W, B> {
    /// A request was answered, or failed: one answer for each of its calls, or one for all of them.
    /// `random` is in 0..1.
    pub fn answered(&mut self, request: u32, mut answers: Vec<Answer<B>>, now: f64, random: f64) {
        let Some(index) = self.requests.iter().position(|sent| sent.id == request) else {
            return;
        };
        let request = self.requests.swap_remove(index);
        if let [shared] = answers.as_slice() {
            let shared = shared.clone();
            answers.resize(request.calls.len(), shared);
        }
        for (call, answer) in request.calls.iter().zip(answers) {
            self.decide(&request, *call, answer, now, random);
        }
    }

    fn decide(&mut self, request: &Request, call: u32, answer: Answer<B>, now: f64, random: f64) {
        let Answer {
            error,
            reset_in,
            body,
        } = answer;
        let Some(entry) = self.entry(call) else {
            return; // its caller gave up while the request was out
        };
        let repeated = entry.uncertain;
        let Some(mut error) = error else {
            let success = Success {
                already_bound: false,
                repeated,
            };
            return self.finish(call, Ok(success), body);
        };
        error.method.clone_from(&entry.call.method);
        let next = retry::next(&error);
        error.retryable =
            !matches!(next, Next::End | Next::Bound) && may_repeat(next, entry.call.repeat);
        match next {
            Next::Bound if repeated => {
                let success = Success {
                    already_bound: true,
                    repeated,
                };
                self.finish(call, Ok(success), body);
            }
            Next::Refresh => self.renew(request, call, error, body, now),
            _ if error.retryable => self.wait(call, error, next, reset_in, body, now, random),
            _ => self.finish(call, Err(error), body),
        }
    }
}

impl<W, B: Clone + Default> Dispatcher<W, B> {
    /// Repeats the call with a new token, once.
    fn renew(&mut self, request: &Request, call: u32, mut error: Error, body: B, now: f64) {
        let Some(held) = self.credentials.get(request.credential) else {
            return;
        };
        let current = held.generation == request.generation;
        let possible = held.refreshable;
        let Some(entry) = self.entry(call) else {
            return;
        };
        if entry.refreshed || !possible {
            error.retryable = false;
            return self.finish(call, Err(error), body);
        }
        entry.refreshed = true;
        self.retry(call, error, 0.0);
        if current && self.is_ready(request.credential) {
            self.authorize(request.credential, now);
        }
    }

    fn is_ready(&self, credential: usize) -> bool {
        let held = self.credentials.get(credential);
        held.is_some_and(|held| held.stage == Stage::Ready)
    }

    /// Repeats the call after a pause, or ends it where the pause would be too long.
    #[allow(
        clippy::too_many_arguments,
        reason = "all of them are the outcome of one request"
    )]
    fn wait(
        &mut self,
        call: u32,
        error: Error,
        next: Next,
        reset_in: Option<f64>,
        body: B,
        now: f64,
        random: f64,
    ) {
        let (per_ms, scale) = (self.per_ms, self.scale);
        let Some(entry) = self.entry(call) else {
            return;
        };
        let wait = retry::pause(next, entry.tries, random, per_ms, reset_in) * scale;
        let counted = matches!(next, Next::Lost | Next::Later);
        if now + wait >= entry.deadline || counted && entry.repeats >= entry.call.retries {
            return self.finish(call, Err(error), body);
        }
        entry.tries += 1;
        entry.waited = next == Next::Bucket;
        entry.repeats += u32::from(counted);
        entry.uncertain |= next == Next::Lost;
        entry.ready_at = now + wait;
        if next == Next::Bucket {
            self.bucket.fill();
        }
        self.retry(call, error, wait);
    }

    fn retry(&mut self, call: u32, error: Error, wait: f64) {
        let Some(entry) = self.entry(call) else {
            return;
        };
        let (attempt, reason) = (entry.attempts, error.code.clone());
        entry.sent = None;
        entry.last = Some(error);
        self.emit(Action::Retry {
            call,
            attempt,
            reason,
            wait,
        });
    }

    /// Ends a call, lets the next one of its order go, and gives a request up that nobody waits for.
    pub(super) fn finish(&mut self, call: u32, mut outcome: Result<Success, Error>, body: B) {
        let Some(index) = self.entries.iter().position(|entry| entry.id == call) else {
            return;
        };
        let entry = self.entries.remove(index);
        for other in &mut self.entries {
            if other.after == Some(call) {
                other.after = entry.after;
            }
        }
        if let Err(error) = &mut outcome {
            error.method.clone_from(&entry.call.method);
        }
        let sent = entry.sent;
        self.emit(Action::Finish {
            waiter: entry.waiter,
            outcome,
            body,
        });
        self.give_up(sent);
    }

    /// Gives a request up when nobody waits for it any more.
    fn give_up(&mut self, request: Option<u32>) {
        let Some(index) = self
            .requests
            .iter()
            .position(|sent| Some(sent.id) == request)
        else {
            return;
        };
        if self.find(&|entry| entry.sent == request).is_none() {
            let request = self.requests.swap_remove(index);
            self.emit(Action::Cancel(request.id));
        }
    }
}

/// Whether a call may go out again after this outcome: always where it was not executed.
fn may_repeat(next: Next, repeat: Repeat) -> bool {
    next != Next::Lost || repeat != Repeat::Once
}
