//! Events on their way to online handlers (contract §9).

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Url, header};
use rusqlite::Result;
use serde::Serialize;
use serde_json::{Value, json};

use crate::auth::APPLICATION;
use crate::bracket::{self, Tree};
use crate::clock;
use crate::event_auth;
use crate::handlers::{self, Handler};
use crate::hosts;
use crate::mask;
use crate::portal::Portal;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(10);
const REDIRECTS: usize = 5;

/// Something that happens in the portal.
pub struct Happening {
    /// Upper-case code.
    pub event: String,
    pub data: Value,
    /// Who did it; `None`: a robot.
    pub user: Option<i64>,
    /// The only application that hears of it; `None`: all.
    pub application: Option<String>,
    /// See [`crate::tokens::DEPTH`]; at 0 nothing happens.
    pub depth: i64,
}

/// One entry of the log of deliveries.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: u64,
    /// Unix seconds.
    pub ts: f64,
    pub event: String,
    pub handler: String,
    pub handler_id: i64,
    pub outcome: Outcome,
    /// The handler's HTTP status, if it answered.
    pub status: Option<u16>,
    pub ms: Option<f64>,
    /// Why it was not sent, or failed.
    pub reason: Option<String>,
    /// The form that was posted, tokens masked.
    pub body: Option<String>,
}

/// How a delivery ended.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Outcome {
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "not sent")]
    NotSent,
    #[serde(rename = "failed")]
    Failed,
}

impl Portal {
    /// Sends the event to every handler that may hear of it. Gives the number of deliveries begun.
    pub(crate) fn happen(self: &Arc<Self>, happening: &Happening) -> Result<usize> {
        if happening.depth <= 0 {
            return Ok(0);
        }
        let mut begun = 0;
        for handler in self.listeners(happening)? {
            begun += usize::from(self.deliver(happening, handler)?);
        }
        Ok(begun)
    }

    fn listeners(&self, happening: &Happening) -> Result<Vec<Handler>> {
        let mut listeners = self
            .store
            .with(|db| handlers::of_event(db, &happening.event))?;
        let concerned = |application: &String| {
            happening
                .application
                .as_ref()
                .is_none_or(|only| only == application)
        };
        listeners.retain(|handler| !handler.offline && concerned(&handler.application));
        Ok(listeners)
    }

    /// Starts one delivery; `false`: it is not to be sent, and the log says why.
    fn deliver(self: &Arc<Self>, happening: &Happening, handler: Handler) -> Result<bool> {
        if let Some(reason) = self
            .silence(&handler)
            .or_else(|| self.courier.objection(&handler.handler))
        {
            let end = End {
                outcome: Outcome::NotSent,
                status: None,
                ms: None,
                reason: Some(reason),
            };
            self.log_delivery(handler, end, None);
            return Ok(false);
        }
        let tree = self.form(happening, &handler)?;
        let portal = Arc::clone(self);
        tokio::spawn(async move {
            let end = portal
                .courier
                .post(&handler.handler, bracket::encode(&tree))
                .await;
            portal.log_delivery(handler, end, Some(bracket::encode(&mask::tree(&tree))));
        });
        Ok(true)
    }

    /// Why the app hears of nothing (contract §9.3).
    pub(crate) fn silence(&self, handler: &Handler) -> Option<String> {
        let switches = self.switches();
        let reason = if handler.application != APPLICATION {
            return None;
        } else if !switches.installed {
            "the installation is not finished"
        } else if !switches.active {
            "the application is not active"
        } else if switches.payment_expired {
            "the application's payment has expired"
        } else {
            return None;
        };
        Some(reason.to_owned())
    }

    fn form(&self, happening: &Happening, handler: &Handler) -> Result<Tree> {
        let mut form = Tree::new();
        form.insert("event".to_owned(), json!(happening.event));
        if self.switches().event_handler_id {
            form.insert("event_handler_id".to_owned(), json!(handler.id));
        }
        form.insert("data".to_owned(), happening.data.clone());
        form.insert("ts".to_owned(), json!(clock::seconds()));
        form.insert(
            "auth".to_owned(),
            event_auth::fields(self, happening, handler)?,
        );
        Ok(form)
    }

    fn log_delivery(&self, handler: Handler, end: End, body: Option<String>) {
        let delivery = self.deliveries.push(|id| Delivery {
            id,
            ts: clock::now(),
            event: handler.event,
            handler: handler.handler,
            handler_id: handler.id,
            outcome: end.outcome,
            status: end.status,
            ms: end.ms,
            reason: end.reason,
            body,
        });
        self.stream.tell("delivery", || delivery);
    }
}

/// Carries forms to handlers, and to no host that is not allowed.
pub struct Courier {
    client: Client,
    deliver_to: Vec<String>,
}

struct End {
    outcome: Outcome,
    status: Option<u16>,
    ms: Option<f64>,
    reason: Option<String>,
}

impl Courier {
    /// `deliver_to`: hosts besides loopback.
    pub fn new(deliver_to: &[String]) -> reqwest::Result<Self> {
        let hosts = deliver_to.to_vec();
        let client = Client::builder()
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .pool_max_idle_per_host(0)
            .redirect(Policy::custom(move |attempt| follow(attempt, &hosts)))
            .build()?;
        Ok(Self {
            client,
            deliver_to: deliver_to.to_vec(),
        })
    }

    fn objection(&self, handler: &str) -> Option<String> {
        match Url::parse(handler) {
            Ok(url) => hosts::objection(&url, &self.deliver_to),
            Err(error) => Some(format!("`{handler}` is no URL: {error}")),
        }
    }

    async fn post(&self, handler: &str, body: String) -> End {
        let start = Instant::now();
        let request = self.client.post(handler).body(body);
        let form = "application/x-www-form-urlencoded";
        let sent = request.header(header::CONTENT_TYPE, form).send().await;
        let ms = Some(start.elapsed().as_micros() as f64 / 1000.0);
        match sent {
            Ok(answer) => End {
                outcome: Outcome::Sent,
                status: Some(answer.status().as_u16()),
                ms,
                reason: None,
            },
            Err(error) => End {
                outcome: outcome(&error),
                status: None,
                ms,
                reason: Some(cause(&error)),
            },
        }
    }
}

fn follow(attempt: Attempt<'_>, hosts: &[String]) -> reqwest::redirect::Action {
    if attempt.previous().len() > REDIRECTS {
        return attempt.error(format!("more than {REDIRECTS} redirects"));
    }
    match hosts::objection(attempt.url(), hosts) {
        Some(objection) => attempt.error(format!("redirected, and {objection}")),
        None => attempt.follow(),
    }
}

fn outcome(error: &reqwest::Error) -> Outcome {
    if error.is_redirect() {
        Outcome::NotSent
    } else {
        Outcome::Failed
    }
}

/// The innermost cause: the outer ones only repeat the URL.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if error.is_timeout() {
        format!("no answer within {} s", TIMEOUT.as_secs())
    } else {
        cause.to_string()
    }
}
