//! Decides which request is sent next.

use super::call::State;
use super::{Action, Scheduler};
use crate::calls::clock::Now;
use crate::calls::credential::Credential;
use crate::wire::encode::{encode_component, push_component};

/// Commands that the portal takes in one batch (contract §5).
const MOST_COMMANDS: usize = 50;

/// A request that has been sent and not answered.
pub(super) struct InFlight {
    pub request: u32,
    pub credential: usize,
    /// Where the portal was when it went out, see [`Credential::base`].
    pub base: String,
    /// Which of the credential's tokens it carries.
    pub generation: u32,
    /// Its calls, in the order of its commands.
    pub calls: Vec<u32>,
    /// When it is given up, on the monotonic clock.
    pub limit: f64,
}

impl<W, B: Clone> Scheduler<W, B> {
    /// Puts the next request, or the request for a token before it, into the outbox.
    pub(super) fn send_next(&mut self, now: Now) {
        self.ask_for_tokens(now);
        if !self.outbox.is_empty() {
            return;
        }
        let is_full = self.bucket.wait(now.monotonic) > 0.0;
        let Some(first) = self.first_sendable() else {
            return;
        };
        if is_full {
            self.queue.mark_bucket_full();
        } else {
            self.send(first, now.monotonic);
        }
    }

    /// The first ready call that has its token.
    pub(super) fn first_sendable(&self) -> Option<u32> {
        let first_of = |credential| {
            let first = self.queue.first_ready(credential);
            first.filter(|_| self.is_ready(credential))
        };
        (0..self.credentials.len()).filter_map(first_of).min()
    }

    /// Sends a call, and with it those that may be merged with it.
    fn send(&mut self, first: u32, now: f64) {
        let calls = self.sharing_with(first);
        let Some(credential) = self.queue.get(first).map(|lead| lead.call.credential) else {
            return;
        };
        let Some(held) = self.credentials.get(credential) else {
            return;
        };
        let (url, body) = self.compose(held, &calls);
        let (generation, base) = (held.generation, held.base.clone());
        let items = if calls.len() > 1 { calls.len() } else { 0 };
        let request = self.new_id();
        let limit = self.mark_sent(&calls, request, now);
        self.bucket.take();
        self.attempt_limits.insert(limit, request);
        self.in_flight.push(InFlight {
            request,
            credential,
            base,
            generation,
            calls,
            limit,
        });
        self.emit(Action::Send {
            request,
            url,
            body,
            items,
        });
    }

    /// A call, and those that may be merged with it.
    fn sharing_with(&self, first: u32) -> Vec<u32> {
        let lead = self.queue.get(first);
        let Some(lead) = lead.filter(|lead| self.merge && lead.may_merge()) else {
            return vec![first];
        };
        let mut calls = Vec::new();
        for id in self.queue.ready(lead.call.credential) {
            let is_alike = self.queue.get(*id).is_some_and(|other| {
                other.may_merge() && other.call.connector == lead.call.connector
            });
            if is_alike && calls.len() < MOST_COMMANDS {
                calls.push(*id);
            }
        }
        calls
    }

    /// Notes that these calls are sent; gives the time when their request is given up.
    fn mark_sent(&mut self, calls: &[u32], request: u32, now: f64) -> f64 {
        let mut limit = now;
        for id in calls {
            self.queue.set_state(*id, State::Sent(request));
            if let Some(pending) = self.queue.get_mut(*id) {
                pending.found_bucket_full = false;
                pending.attempts += 1;
                limit = limit.max(pending.attempt_limit(now));
            }
        }
        limit
    }

    /// The URL and the body of a request: a `batch` if it is for several calls.
    fn compose(&self, held: &Credential, calls: &[u32]) -> (String, String) {
        let calls = calls.iter().filter_map(|id| self.queue.get(*id));
        let calls: Vec<_> = calls.map(|pending| &pending.call).collect();
        let mut body = String::new();
        if let Some(token) = &held.token {
            body.push_str("auth=");
            push_component(&token.value, &mut body);
            body.push('&');
        }
        let method = if let [call] = calls.as_slice() {
            body.push_str(&call.body);
            call.method.as_str()
        } else {
            body.push_str("halt=0");
            if let Some(connector) = calls.first().and_then(|call| call.connector.as_deref()) {
                body.push_str("&auth_connector=");
                push_component(connector, &mut body);
            }
            for (index, call) in calls.iter().enumerate() {
                // encoded twice: the command is itself a form value (contract §5)
                body.push_str(&format!("&cmd[{index}]={}%3F", call.method));
                push_component(&call.body, &mut body);
            }
            "batch"
        };
        let url = format!("{}/{}.json", held.base, encode_component(method));
        (url, body)
    }
}
