//! Which request goes out next.

use super::entry::{Entry, Request};
use super::{Action, Dispatcher};
use crate::core::credential::{Credential, Stage};
use crate::core::encode::component;
use crate::core::text::digits;

/// Commands that the portal takes in one batch (contract §5).
const BATCH: usize = 50;

impl Dispatcher {
    /// Puts the next request, or the request for a token before it, into the outbox.
    pub(super) fn choose(&mut self, now: f64) {
        self.ask_for_tokens(now);
        if !self.outbox.is_empty() {
            return;
        }
        let full = self.bucket.wait(now) > 0.0;
        let Some(first) = self.find(|entry| entry.ready(now) && self.open(entry)) else {
            return;
        };
        if full {
            self.mark_waiting(now);
        } else {
            let calls = self.together(first, now);
            self.send(calls, now);
        }
    }

    fn ask_for_tokens(&mut self, now: f64) {
        for index in 0..self.credentials.len() {
            let needed = self.credentials.get(index).is_some_and(|held| {
                held.stage == Stage::Unknown || held.stage == Stage::Ready && held.expired(now)
            });
            let wanted = |entry: &Entry| entry.call.credential == index && entry.ready(now);
            if needed && self.find(wanted).is_some() {
                self.authorize(index, now);
            }
        }
    }

    /// Whether the call's token is there.
    pub(super) fn open(&self, entry: &Entry) -> bool {
        let held = self.credentials.get(entry.call.credential);
        held.is_some_and(|held| held.stage == Stage::Ready)
    }

    fn mark_waiting(&mut self, now: f64) {
        for entry in &mut self.entries {
            if entry.ready(now) {
                entry.waited = true;
            }
        }
    }

    /// The call, and those that may share its request.
    fn together(&self, first: u32, now: f64) -> Vec<u32> {
        let lead = self.entries.iter().find(|entry| entry.id == first);
        let Some(lead) = lead.filter(|lead| self.merge && lead.mergeable()) else {
            return vec![first];
        };
        let same = |entry: &&Entry| {
            entry.mergeable()
                && entry.ready(now)
                && entry.call.credential == lead.call.credential
                && entry.call.connector == lead.call.connector
        };
        self.entries
            .iter()
            .filter(same)
            .take(BATCH)
            .map(|entry| entry.id)
            .collect()
    }

    fn send(&mut self, calls: Vec<u32>, now: f64) {
        let request = self.id();
        let mut limit = now;
        let mut credential = 0;
        for entry in self
            .entries
            .iter_mut()
            .filter(|entry| calls.contains(&entry.id))
        {
            entry.sent = Some(request);
            entry.waited = false;
            entry.attempts += 1;
            credential = entry.call.credential;
            // half of the call's time, so that a request that hangs leaves room for one more
            limit = limit.max(now + entry.call.timeout / 2.0);
        }
        let Some(held) = self.credentials.get(credential) else {
            return;
        };
        let generation = held.generation;
        let items = if calls.len() > 1 { calls.len() } else { 0 };
        let (url, body) = self.compose(held, &calls);
        self.bucket.take();
        self.requests.push(Request {
            id: request,
            credential,
            generation,
            calls,
            limit,
        });
        self.outbox.push_back(Action::Send {
            request,
            url,
            body,
            items,
        });
    }

    fn compose(&self, held: &Credential, calls: &[u32]) -> (String, String) {
        let mut body = String::new();
        if let Some(token) = &held.token {
            body.push_str("auth=");
            component(&token.value, &mut body);
            body.push('&');
        }
        let mut chosen = self
            .entries
            .iter()
            .filter(|entry| calls.contains(&entry.id));
        let mut method = "batch";
        if calls.len() > 1 {
            batch(chosen, &mut body);
        } else if let Some(entry) = chosen.next() {
            method = &entry.call.method;
            body.push_str(&entry.call.body);
        }
        let mut url = held.base.clone();
        url.push('/');
        component(method, &mut url);
        url.push_str(".json");
        (url, body)
    }
}

/// Writes the calls as commands of one batch.
fn batch<'a>(entries: impl Iterator<Item = &'a Entry>, body: &mut String) {
    body.push_str("halt=0");
    for (index, entry) in entries.enumerate() {
        if let (0, Some(connector)) = (index, &entry.call.connector) {
            body.push_str("&auth_connector=");
            component(connector, body);
        }
        body.push_str("&cmd[");
        body.push_str(&digits(index as i64));
        body.push_str("]=");
        component(&entry.call.method, body);
        body.push_str("%3F");
        component(&entry.call.body, body);
    }
}
