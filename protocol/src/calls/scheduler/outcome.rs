//! Decides how a call goes on after its request was answered, or failed.

use super::call::State;
use super::send::InFlight;
use super::{Action, Outcome, Scheduler, Success};
use crate::calls::clock::Now;
use crate::calls::retry::{self, Decision};
use crate::error::Error;
use crate::wire::answer::Answer;

impl<W, B: Clone> Scheduler<W, B> {
    /// Passes in how a request ended: one answer for each of its calls, or one for all of them.
    /// `random` is in 0..1.
    pub fn answered(&mut self, request: u32, mut answers: Vec<Answer<B>>, now: Now, random: f64) {
        let Some(request) = self.take_in_flight(request) else {
            return;
        };
        if let [shared] = answers.as_slice() {
            let shared = shared.clone();
            answers.resize(request.calls.len(), shared);
        }
        for (call, answer) in request.calls.iter().zip(answers) {
            self.decide(&request, *call, answer, now, random);
        }
    }

    fn decide(
        &mut self,
        request: &InFlight,
        call: u32,
        mut answer: Answer<B>,
        now: Now,
        random: f64,
    ) {
        let Some(pending) = self.queue.get(call) else {
            return; // its caller gave up meanwhile
        };
        let repeated = pending.maybe_done;
        let Some(error) = answer.error.take() else {
            let success = Success {
                already_bound: false,
                repeated,
            };
            return self.finish(call, ended(Ok(success), answer));
        };
        let decision = retry::decide(&error);
        let may_repeat = pending.call.idempotency.may_repeat(decision);
        let error = error.with_retryable(may_repeat);
        match decision {
            Decision::AlreadyBound if repeated => {
                let success = Success {
                    already_bound: true,
                    repeated,
                };
                self.finish(call, ended(Ok(success), answer));
            }
            Decision::FollowMove if self.may_follow(request, call) => {
                self.retry(call, error, 0.0, now)
            }
            Decision::Refresh => self.repeat_with_new_token(request, call, error, answer, now),
            _ if may_repeat => match self.pause(call, decision, &answer, now, random) {
                Some(wait) => self.retry(call, error, wait, now),
                None => self.finish(call, ended(Err(error), answer)),
            },
            _ => self.finish(call, ended(Err(error), answer)),
        }
    }

    /// Whether the portal has moved since the request went out; each call follows once.
    fn may_follow(&mut self, request: &InFlight, call: u32) -> bool {
        let held = self.credentials.get(request.credential);
        let has_moved = held.is_some_and(|held| held.base != request.base);
        let pending = self.queue.get_mut(call);
        has_moved && pending.is_some_and(|pending| !std::mem::replace(&mut pending.moved, true))
    }

    /// Repeats the call with a new token, once.
    fn repeat_with_new_token(
        &mut self,
        request: &InFlight,
        call: u32,
        error: Error,
        answer: Answer<B>,
        now: Now,
    ) {
        let (Some(held), Some(pending)) = (
            self.credentials.get(request.credential),
            self.queue.get_mut(call),
        ) else {
            return;
        };
        let is_current = held.generation == request.generation;
        if pending.refreshed || !held.refreshable {
            return self.finish(call, ended(Err(error.with_retryable(false)), answer));
        }
        pending.refreshed = true;
        self.retry(call, error, 0.0, now);
        if is_current && self.is_ready(request.credential) {
            self.refresh(request.credential, now);
        }
    }

    /// The pause before a repeat; `None` if it would be too long, or one repeat too many.
    fn pause(
        &mut self,
        call: u32,
        decision: Decision,
        answer: &Answer<B>,
        now: Now,
        random: f64,
    ) -> Option<f64> {
        let pending = self.queue.get_mut(call)?;
        let (pauses, per_ms) = (pending.pauses, self.per_ms);
        let pause = retry::pause(decision, pauses, random, per_ms, answer.reset_in);
        let wait = pause * self.scale;
        let is_counted = matches!(decision, Decision::Unknown | Decision::RetryLater);
        let is_too_late = now.monotonic + wait >= pending.deadline;
        if is_too_late || is_counted && pending.repeats >= pending.call.retries {
            return None;
        }
        pending.pauses += 1;
        pending.found_bucket_full = decision == Decision::WaitForBucket;
        pending.repeats += u32::from(is_counted);
        pending.maybe_done |= decision == Decision::Unknown;
        if decision == Decision::WaitForBucket {
            self.bucket.fill();
        }
        Some(wait)
    }

    fn retry(&mut self, call: u32, error: Error, wait: f64, now: Now) {
        self.queue
            .set_state(call, State::Paused(now.monotonic + wait));
        let Some(pending) = self.queue.get_mut(call) else {
            return;
        };
        let (attempt, reason) = (pending.attempts, error.code().to_owned());
        pending.last_error = Some(error);
        self.emit(Action::Retry {
            call,
            attempt,
            reason,
            wait,
        });
    }

    /// Ends a call, lets the next one of its order be sent, and aborts a request that nobody waits for.
    pub(super) fn finish(&mut self, call: u32, mut outcome: Outcome<B>) {
        let request = self.queue.get(call).and_then(|pending| pending.request());
        let Some(pending) = self.queue.remove(call) else {
            return;
        };
        outcome.result = outcome
            .result
            .map_err(|error| error.with_method(&pending.call.method));
        self.emit(Action::Finish {
            call,
            waiter: pending.waiter,
            outcome,
        });
        if let Some(request) = request {
            self.cancel_unless_awaited(request);
        }
    }

    fn cancel_unless_awaited(&mut self, request: u32) {
        let mut in_flight = self.in_flight.iter();
        let Some(sent) = in_flight.find(|sent| sent.request == request) else {
            return;
        };
        let is_awaited = sent
            .calls
            .iter()
            .any(|call| self.queue.get(*call).is_some());
        if !is_awaited {
            self.take_in_flight(request);
            self.emit(Action::Cancel(request));
        }
    }

    fn take_in_flight(&mut self, request: u32) -> Option<InFlight> {
        let index = self
            .in_flight
            .iter()
            .position(|sent| sent.request == request)?;
        let sent = self.in_flight.swap_remove(index);
        self.attempt_limits.remove(sent.limit, request);
        Some(sent)
    }
}

fn ended<B>(result: Result<Success, Error>, answer: Answer<B>) -> Outcome<B> {
    Outcome {
        result,
        status: answer.status,
        body: answer.body,
    }
}
