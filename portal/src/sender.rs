//! Posts events to handlers; refuses hosts outside the allow-list.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header};

use crate::hosts;
use crate::journal::{DeliveryResult, Outcome};
use crate::trust;

/// Handlers in the field check it (contract §14).
const USER_AGENT: &str = "Bitrix24 Webhook Engine";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(10);
const REDIRECTS: usize = 5;
const FORM: &str = "application/x-www-form-urlencoded";

/// Posts each form once.
pub struct Sender {
    client: Client,
    allowed: Allowed,
}

/// Where events may be posted.
struct Allowed {
    /// Hosts besides this machine.
    deliver_to: Vec<String>,
    /// The portal's own ports, whose control address is for people and tests.
    own_ports: Vec<u16>,
}

impl Allowed {
    /// Why nothing may be posted to this URL; `None` if it may.
    fn blocked(&self, url: &Url) -> Option<String> {
        let own = |port| self.own_ports.contains(&port);
        if url.port_or_known_default().is_some_and(own) && is_control(url) {
            return Some("it is the portal's own control address".to_owned());
        }
        hosts::blocked(url, &self.deliver_to)
    }
}

fn is_control(url: &Url) -> bool {
    let mut parts = url.path().split('/').filter(|part| !part.is_empty());
    parts.next() == Some("control")
}

impl Sender {
    /// Posts to this machine and to the hosts of `deliver_to`, but not to the control address of a
    /// portal at `own_ports`; `ca` is one more certificate to trust.
    pub fn new(
        deliver_to: &[String],
        own_ports: Vec<u16>,
        ca: Option<&Path>,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let ca = ca.map(std::fs::read).transpose()?;
        let client = Client::builder()
            .tls_backend_preconfigured(trust::client_config(ca.as_deref())?)
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_max_idle_per_host(0)
            .user_agent(USER_AGENT)
            .dns_resolver(Arc::new(Resolver))
            .redirect(Policy::none());
        Ok(Self {
            client: client.build()?,
            allowed: Allowed {
                deliver_to: deliver_to.to_vec(),
                own_ports,
            },
        })
    }

    /// Why nothing may be sent to this URL; `None` if it may.
    pub fn blocked(&self, handler: &str) -> Option<String> {
        match Url::parse(handler) {
            Ok(url) => self.allowed.blocked(&url),
            Err(error) => Some(format!("`{handler}` is no URL: {error}")),
        }
    }

    /// Posts the form, and follows redirects. A failed delivery is not repeated.
    pub async fn post(&self, handler: &str, form: String) -> DeliveryResult {
        let start = Instant::now();
        let mut redirects = Vec::new();
        let sent = self.follow(handler, form, start, &mut redirects).await;
        let (outcome, status, reason) = match sent {
            Ok(status) => (Outcome::Sent, Some(status.as_u16()), None),
            Err((outcome, reason)) => (outcome, None, Some(reason)),
        };
        DeliveryResult {
            outcome,
            status,
            ms: Some(start.elapsed().as_micros() as f64 / 1000.0),
            reason,
            redirects,
        }
    }

    /// Returns the status of the last answer, or how it went wrong.
    async fn follow(
        &self,
        handler: &str,
        form: String,
        start: Instant,
        redirects: &mut Vec<String>,
    ) -> Result<StatusCode, (Outcome, String)> {
        let failed = |text: String| (Outcome::Failed, text);
        let mut url = Url::parse(handler).map_err(|error| failed(error.to_string()))?;
        let mut form = Some(form);
        loop {
            let left = TIMEOUT.saturating_sub(start.elapsed());
            let answer = self.request(&url, form.as_ref()).timeout(left).send().await;
            let answer = answer.map_err(|error| failed(cause(&error)))?;
            let Some(next) = location(&answer) else {
                return Ok(answer.status());
            };
            self.check_redirect(&next, redirects.len())?;
            if !keeps_body(answer.status()) {
                form = None;
            }
            redirects.push(about_redirect(answer.status(), form.is_some(), &next));
            url = next;
        }
    }

    /// POST with the form, or GET once a redirect has lost it.
    fn request(&self, url: &Url, form: Option<&String>) -> RequestBuilder {
        match form {
            Some(form) => self
                .client
                .post(url.clone())
                .header(header::CONTENT_TYPE, FORM)
                .body(form.clone()),
            None => self.client.get(url.clone()),
        }
    }

    fn check_redirect(&self, next: &Url, already: usize) -> Result<(), (Outcome, String)> {
        if already >= REDIRECTS {
            let text = format!("more than {REDIRECTS} redirects");
            return Err((Outcome::NotSent, text));
        }
        match self.allowed.blocked(next) {
            Some(reason) => Err((Outcome::NotSent, format!("redirected, and {reason}"))),
            None => Ok(()),
        }
    }
}

/// `localhost` and the names below it are this machine whatever a name server says.
struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Addrs = if hosts::is_loopback(name.as_str()) {
                let ips: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                Box::new(ips.into_iter().map(|ip| SocketAddr::new(ip, 0)))
            } else {
                let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
                Box::new(found.collect::<Vec<_>>().into_iter())
            };
            Ok(found)
        })
    }
}

/// Where a redirect leads; `None` if the answer is none.
fn location(answer: &Response) -> Option<Url> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    answer.url().join(location).ok()
}

/// Only 307 and 308 repeat a POST as it was.
fn keeps_body(status: StatusCode) -> bool {
    matches!(status.as_u16(), 307 | 308)
}

fn about_redirect(status: StatusCode, posted: bool, next: &Url) -> String {
    let repeated = match posted {
        true => "repeated as POST",
        false => "repeated as GET, body lost",
    };
    format!("{}: {repeated}, to {next}", status.as_u16())
}

/// The innermost cause of an error; the outer ones only repeat the URL.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} s", TIMEOUT.as_secs());
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
