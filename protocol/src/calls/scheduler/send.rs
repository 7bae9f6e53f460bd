//! Which request goes out next.

use super::call::{Entry, Request};
use super::{Action, Dispatcher};
use crate::calls::credential::{Credential, Stage};
use crate::text::digits;
use crate::wire::encode::component;

/// Commands that the portal takes in one batch (contract §5).
const BATCH: usize = 50;

impl<W, B: Clone + Default> Dispatcher<W, B> {
    /// Puts the next request, or the request for a token before it, into the outbox.
    pub(super) fn choose(&mut self, now: f64) {
        self.ask_for_tokens(now);
        if !self.outbox.is_empty() {
            return;
        }
        let full = self.bucket.wait(now) > 0.0;
        let Some(first) = self.find(&|entry| entry.ready(now) && self.open(entry)) else {
            return;
        };
        if full {
            self.mark_waiting(now);
        } else {
            self.send(first, now);
        }
    }

    fn ask_for_tokens(&mut self, now: f64) {
        for index in 0..self.credentials.len() {
            let needed = self.credentials.get(index).is_some_and(|held| {
                held.stage == Stage::Unknown || held.stage == Stage::Ready && held.expired(now)
            });
            let wanted = |entry: &Entry<W>| entry.call.credential == index && entry.ready(now);
            if needed && self.find(&wanted).is_some() {
                self.authorize(index, now);
            }
        }
    }

    /// Whether the call's token is there.
    pub(super) fn open(&self, entry: &Entry<W>) -> bool {
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

    /// Sends the call, and those that may share its request.
    fn send(&mut self, first: u32, now: f64) {
        let (request, merge) = (self.id(), self.merge);
        let Some(lead) = self.entry(first) else {
            return;
        };
        let (credential, group) = (lead.call.credential, lead.group);
        let merge = merge && lead.mergeable();
        let mut limit = now;
        let mut calls = Vec::new();
        for entry in &mut self.entries {
            let joins = merge
                && calls.len() < BATCH
                && entry.mergeable()
                && entry.ready(now)
                && entry.group == group;
            if joins || entry.id == first {
                entry.sent = Some(request);
                entry.waited = false;
                entry.attempts += 1;
                // half of the call's time, so that a request that hangs leaves room for one more
                limit = limit.max(now + entry.call.timeout / 2.0);
                calls.push(entry.id);
            }
        }
        let Some(held) = self.credentials.get(credential) else {
            return;
        };
        let generation = held.generation;
        let items = if calls.len() > 1 { calls.len() } else { 0 };
        let (url, body) = self.compose(held, request, items > 0);
        self.bucket.take();
        self.requests.push(Request {
            id: request,
            credential,
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

    /// The URL and the body of a request; a merged one is a batch.
    fn compose(&self, held: &Credential, request: u32, merged: bool) -> (String, String) {
        let mut body = String::new();
        if let Some(token) = &held.token {
            body.push_str("auth=");
            component(&token.value, &mut body);
            body.push('&');
        }
        let mut method = "batch";
        if merged {
            body.push_str("halt=0");
        }
        let mut index = 0;
        for entry in &self.entries {
            if entry.sent != Some(request) {
                continue;
            }
            if merged {
                command(index, entry, &mut body);
            } else {
                method = &entry.call.method;
                body.push_str(&entry.call.body);
            }
            index += 1;
        }
        let mut url = held.base.clone();
        url.push('/');
        component(method, &mut url);
        url.push_str(".json");
        (url, body)
    }
}

/// Writes a call as a command of a batch.
fn command<W>(index: i64, entry: &Entry<W>, body: &mut String) {
    if let (0, Some(connector)) = (index, &entry.call.connector) {
        body.push_str("&auth_connector=");
        component(connector, body);
    }
    body.push_str("&cmd[");
    body.push_str(&digits(index));
    body.push_str("]=");
    component(&entry.call.method, body);
    body.push_str("%3F");
    component(&entry.call.body, body);
}
