//! The journal: every REST and OAuth request, and every refresh of a frame's token.

pub mod broadcast;
pub mod mask;
pub mod ring;

use axum::http::{HeaderMap, Method};
use serde::Serialize;
use serde_json::Value;

use crate::clock;
use crate::journal::broadcast::Stream;
use crate::journal::ring::Ring;
use crate::php::body;
use crate::php::brackets::Tree;

/// One request, as `/control/requests` shows it. Tokens and secrets are masked.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub id: u64,
    /// When it arrived, in unix seconds.
    pub ts: f64,
    /// The HTTP verb.
    pub verb: String,
    pub path: String,
    /// The REST method as typed, or what else is asked for.
    pub method: String,
    pub content_type: String,
    /// Null while it is under way.
    pub status: Option<u16>,
    pub ms: Option<f64>,
    pub application: Option<String>,
    pub user: Option<i64>,
    pub params: Value,
    /// What would be different on a live portal.
    pub warning: Option<&'static str>,
    /// The fault that was injected.
    pub fault: Option<String>,
}

/// What of a request is written down when it arrives.
pub struct Note<'a> {
    pub verb: &'a Method,
    pub path: String,
    pub method: &'a str,
    pub headers: &'a HeaderMap,
    pub application: Option<String>,
    pub user: Option<i64>,
    pub params: &'a Tree,
    pub warning: Option<&'static str>,
}

/// All requests, in order of arrival.
#[derive(Default)]
pub struct Journal(Ring<Entry>);

impl Journal {
    /// Writes a request down. Gives its number.
    pub fn arrive(&self, note: &Note<'_>) -> u64 {
        let entry = |id| Entry {
            id,
            ts: clock::now(),
            verb: note.verb.to_string(),
            path: note.path.clone(),
            method: note.method.to_owned(),
            content_type: body::content_type(note.headers),
            status: None,
            ms: None,
            application: note.application.clone(),
            user: note.user,
            params: Value::Object(mask::tree(note.params)),
            warning: note.warning,
            fault: None,
        };
        self.0.push(entry).id
    }

    /// Adds how the request ended.
    pub fn end(&self, id: u64, status: u16, fault: Option<String>, stream: &Stream) {
        let ended = self.0.change(id, |entry| {
            entry.status = Some(status);
            entry.ms = Some(((clock::now() - entry.ts) * 1e6).round() / 1e3);
            entry.fault = fault;
        });
        if let Some(entry) = ended {
            stream.tell("request", || entry);
        }
    }

    /// All entries, oldest first.
    pub fn list(&self) -> Vec<Entry> {
        self.0.list(|_| true)
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.0.remove(|_| true);
    }
}
