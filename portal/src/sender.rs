//! Posts events to handlers; refuses hosts outside the allow-list.

use std::time::{Duration, Instant};

use reqwest::redirect::{Action, Attempt, Policy};
use reqwest::{Client, Url, header};

use crate::hosts;
use crate::journal::{DeliveryResult, Outcome};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(10);
const REDIRECTS: usize = 5;
const FORM: &str = "application/x-www-form-urlencoded";

/// Posts each form once.
pub struct Sender {
    client: Client,
    deliver_to: Vec<String>,
}

impl Sender {
    /// Posts to this machine and to the hosts of `deliver_to`.
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

    /// Why nothing may be sent to this URL; `None` if it may.
    pub fn blocked(&self, handler: &str) -> Option<String> {
        match Url::parse(handler) {
            Ok(url) => hosts::blocked(&url, &self.deliver_to),
            Err(error) => Some(format!("`{handler}` is no URL: {error}")),
        }
    }

    /// Posts the form. A failed delivery is not repeated.
    pub async fn post(&self, handler: &str, form: String) -> DeliveryResult {
        let start = Instant::now();
        let request = self
            .client
            .post(handler)
            .header(header::CONTENT_TYPE, FORM)
            .body(form);
        let sent = request.send().await;
        let ms = Some(start.elapsed().as_micros() as f64 / 1000.0);
        let (outcome, status, reason) = match sent {
            Ok(answer) => (Outcome::Sent, Some(answer.status().as_u16()), None),
            Err(error) => (outcome(&error), None, Some(cause(&error))),
        };
        DeliveryResult {
            outcome,
            status,
            ms,
            reason,
        }
    }
}

fn follow(attempt: Attempt<'_>, hosts: &[String]) -> Action {
    if attempt.previous().len() > REDIRECTS {
        return attempt.error(format!("more than {REDIRECTS} redirects"));
    }
    match hosts::blocked(attempt.url(), hosts) {
        Some(reason) => attempt.error(format!("redirected, and {reason}")),
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

/// The innermost cause of an error; the outer ones only repeat the URL.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} s", TIMEOUT.as_secs());
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
