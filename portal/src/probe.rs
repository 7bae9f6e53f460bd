//! Whether the app of `--app` can be opened in the frame, and how.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Url, header};
use serde::Serialize;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::addresses::Addresses;
use crate::trust;

const PATIENCE: Duration = Duration::from_secs(5);

/// Servers that show a page but take no form answer a POST with one of these: 405 and 501 as HTTP
/// has it, 404 as development servers of single-page apps do.
const NO_POST: [u16; 3] = [404, 405, 501];

/// Tries the app's address. It gets one form by which it is not opened, and no more once it takes it.
pub struct AppProbe {
    client: Client,
    takes_post: AtomicBool,
}

/// What a try came to, as `/control/probe` answers it.
#[derive(Serialize)]
pub struct Found {
    /// By which HTTP method the app can be opened; null: nothing listens at its address.
    method: Option<&'static str>,
    /// What the app answered to POST, if the portal has just tried.
    status: Option<u16>,
    /// Why there is no connection.
    reason: Option<String>,
}

impl Found {
    fn by(method: &'static str, status: Option<u16>) -> Self {
        Self {
            method: Some(method),
            status,
            reason: None,
        }
    }
}

impl AppProbe {
    /// `known`: the app is the portal's own demo, which takes a POST.
    pub fn new(known: bool) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let client = Client::builder()
            .tls_backend_preconfigured(trust::client_config(None)?)
            .no_proxy()
            .timeout(PATIENCE)
            .redirect(Policy::none());
        Ok(Self {
            client: client.build()?,
            takes_post: AtomicBool::new(known),
        })
    }

    /// Tries to connect; and to post, unless the app is known to take it.
    pub async fn run(&self, addresses: &Addresses) -> Found {
        if let Err(reason) = connect(&addresses.app).await {
            return Found {
                method: None,
                status: None,
                reason: Some(reason),
            };
        }
        if self.takes_post.load(Ordering::Relaxed) {
            return Found::by("POST", None);
        }
        match self.post(addresses).await {
            Some(status) if NO_POST.contains(&status) => Found::by("GET", Some(status)),
            // without an answer in time the browser may still get one
            status => {
                self.takes_post.store(true, Ordering::Relaxed);
                Found::by("POST", status)
            }
        }
    }

    /// A form without fields, at the address at which the frame is opened, but for its `APP_SID`.
    async fn post(&self, addresses: &Addresses) -> Option<u16> {
        let request = self
            .client
            .post(addresses.app_with(&addresses.frame_query()))
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = request.send().await.ok()?;
        Some(answer.status().as_u16())
    }
}

/// Connects to the app's host and port, and closes the connection.
async fn connect(app: &str) -> Result<(), String> {
    let url = Url::parse(app).map_err(|error| error.to_string())?;
    let host = url.host_str().unwrap_or_default();
    let address = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
    match timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no connection within {} s", PATIENCE.as_secs())),
    }
}
