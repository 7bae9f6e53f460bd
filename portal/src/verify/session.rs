//! Requests one after another, at most one in an interval.

use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::{Map, Value};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::access::Access;
use crate::conformance::Caller;
use crate::trust;

const PATIENCE: Duration = Duration::from_secs(30);

/// How it is sent.
#[derive(Clone)]
pub struct Options {
    /// The least time from one request to the next.
    pub interval: Duration,
    /// A certificate to trust besides the usual ones, PEM.
    pub ca: Option<Vec<u8>>,
    /// Ends it early; what was bound goes all the same.
    pub stop: CancellationToken,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(1),
            ca: None,
            stop: CancellationToken::new(),
        }
    }
}

/// Status and body; or how the answer broke off.
pub type Reply = Result<(u16, Value), String>;

/// Why no request is sent any more.
#[derive(Debug)]
pub enum Ended {
    /// The caller said so.
    Interrupted,
    /// There is no connection.
    NoConnection(String),
}

impl Ended {
    /// In words.
    pub fn said(&self, host: &str) -> String {
        match self {
            Self::Interrupted => "interrupted".to_owned(),
            Self::NoConnection(why) => format!("no connection to `{host}`: {why}"),
        }
    }
}

/// Sends to one portal.
pub struct Session<'a> {
    client: Client,
    access: &'a Access,
    interval: Duration,
    next: Instant,
    stop: CancellationToken,
}

impl<'a> Session<'a> {
    /// Nothing is sent yet.
    pub fn new(access: &'a Access, options: Options) -> Result<Self, String> {
        // a token goes to this portal and no further
        let trusted = trust::client_config(options.ca.as_deref());
        let client = Client::builder()
            .tls_backend_preconfigured(trusted.map_err(|error| error.to_string())?)
            .timeout(PATIENCE)
            .redirect(Policy::none());
        Ok(Self {
            client: client.build().map_err(|error| error.to_string())?,
            access,
            interval: options.interval,
            next: Instant::now(),
            stop: options.stop,
        })
    }

    /// From now on it sends although it was told to stop: what was bound has to go.
    pub fn go_on(&mut self) {
        self.stop = CancellationToken::new();
    }

    /// A call when its time has come. One that is under way is never given up: what it does at the
    /// portal would be unknown.
    pub async fn call(
        &mut self,
        caller: Caller,
        method: &str,
        params: Map<String, Value>,
    ) -> Result<Reply, Ended> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => return Err(Ended::Interrupted),
            () = tokio::time::sleep_until(self.next) => {}
        }
        self.next = Instant::now() + self.interval;
        let (url, body) = self.access.request(caller, method, params);
        match self.send(url, body).await {
            Err(error) if error.is_connect() => Err(Ended::NoConnection(said(error))),
            reply => Ok(reply.map_err(said)),
        }
    }

    async fn send(&self, url: String, body: Value) -> reqwest::Result<(u16, Value)> {
        let body = body.to_string();
        let request = self.client.post(url).body(body);
        let request = request.header("Content-Type", "application/json");
        let response = request.send().await?;
        let status = response.status().as_u16();
        // should an answer hold the secret, nothing that is printed does
        let text = self.access.mask(&response.text().await?);
        let json = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok((status, json))
    }
}

/// An error's words and those of what caused it, without the URL: it may hold a webhook's secret.
fn said(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}
