//! The requests of the journal: REST, OAuth, and every refresh of a frame's token.

use axum::http::{HeaderMap, Method};
use serde::Serialize;
use serde_json::Value;

use super::{Journal, Weight, mask};
use crate::clock;
use crate::php::body;
use crate::php::brackets::Tree;

/// One request, as `/control/requests` shows it. Tokens and secrets are masked.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub id: u64,
    /// When it arrived, in unix seconds.
    pub ts: f64,
    /// The HTTP method.
    #[serde(rename = "verb")]
    pub http_method: String,
    pub path: String,
    /// The REST method as typed, the OAuth `grant_type`, or `frame:refreshAuth`.
    pub method: String,
    pub content_type: String,
    /// Null until it is answered.
    pub status: Option<u16>,
    pub ms: Option<f64>,
    pub application: Option<String>,
    pub user: Option<i64>,
    pub params: Value,
    /// What a live portal would do differently, or which method is unknown.
    pub warning: Option<String>,
    /// The fault that was injected.
    pub fault: Option<String>,
}

/// What is known of a request when it arrives.
pub struct NewEntry<'a> {
    pub http_method: &'a Method,
    pub path: String,
    pub method: &'a str,
    pub headers: &'a HeaderMap,
    pub application: Option<String>,
    pub user: Option<i64>,
    pub params: &'a Tree,
    pub warning: Option<String>,
}

impl Weight for Entry {
    fn weight(&self) -> usize {
        let texts = [&self.path, &self.method, &self.content_type];
        let texts = texts.into_iter().chain(&self.warning);
        texts.map(|text| text.as_str().weight()).sum::<usize>() + self.params.weight()
    }
}

impl Journal {
    /// Adds a request that has just arrived. Returns its ID.
    pub fn begin_request(&self, new: &NewEntry<'_>) -> u64 {
        let entry = |id| Entry {
            id,
            ts: clock::now(),
            http_method: new.http_method.to_string(),
            path: new.path.clone(),
            method: new.method.to_owned(),
            content_type: body::content_type(new.headers),
            status: None,
            ms: None,
            application: new.application.clone(),
            user: new.user,
            params: Value::Object(mask::tree(new.params)),
            warning: new.warning.clone().map(mask::shortened),
            fault: None,
        };
        self.requests.push(entry).id
    }

    /// Adds how the request was answered, and broadcasts it.
    pub fn end_request(&self, id: u64, status: u16, fault: Option<String>) {
        let ended = self.requests.change(id, |entry| {
            entry.status = Some(status);
            entry.ms = Some(((clock::now() - entry.ts) * 1e6).round() / 1e3);
            entry.fault = fault;
        });
        if let Some(entry) = ended {
            self.broadcast.send("request", || entry);
        }
    }
}
