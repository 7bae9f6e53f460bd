//! Whether an app can be opened in the frame, and how.

use std::collections::HashSet;
use std::error::Error;
use std::time::Duration;

use parking_lot::Mutex;
use reqwest::redirect::Policy;
use reqwest::{Client, Url, header};
use serde::Serialize;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::{addresses, trust};

const PATIENCE: Duration = Duration::from_secs(5);

/// Servers that show a page but take no form answer a POST with one of these: 405 and 501 as HTTP
/// has it, 404 as development servers of single-page apps do.
const NO_POST: [u16; 3] = [404, 405, 501];

/// Tries addresses of apps. Each gets one form by which it is not opened, and no more once it takes it.
pub struct AppProbe {
    client: Client,
    /// The addresses that take a POST.
    take_post: Mutex<HashSet<String>>,
}

/// What a try came to, as `/control/probe` answers it.
#[derive(Serialize)]
pub struct Found {
    /// The address that was tried.
    address: String,
    /// By which HTTP method the app can be opened; null: nothing listens at its address.
    method: Option<&'static str>,
    /// What the app answered to POST, if the portal has just tried.
    status: Option<u16>,
    /// Why there is no connection.
    reason: Option<String>,
}

impl Found {
    /// As a live portal would open it.
    pub fn untried(address: &str) -> Self {
        Self::by(address, "POST", None)
    }

    fn by(address: &str, method: &'static str, status: Option<u16>) -> Self {
        Self {
            address: address.to_owned(),
            method: Some(method),
            status,
            reason: None,
        }
    }
}

impl AppProbe {
    /// `known`: the address of the demo app, which takes a POST.
    pub fn new(known: Option<&str>) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let client = Client::builder()
            .tls_backend_preconfigured(trust::client_config(None)?)
            .no_proxy()
            .timeout(PATIENCE)
            .redirect(Policy::none());
        Ok(Self {
            client: client.build()?,
            take_post: Mutex::new(known.map(str::to_owned).into_iter().collect()),
        })
    }

    /// Tries to connect; and to post with this query, unless it is known to take it.
    pub async fn run(&self, address: &str, query: &str) -> Found {
        if let Err(reason) = connect(address).await {
            return Found {
                address: address.to_owned(),
                method: None,
                status: None,
                reason: Some(reason),
            };
        }
        if self.take_post.lock().contains(address) {
            return Found::by(address, "POST", None);
        }
        match self.post(&addresses::with_query(address, query)).await {
            Some(status) if NO_POST.contains(&status) => Found::by(address, "GET", Some(status)),
            // without an answer in time the browser may still get one
            status => {
                self.take_post.lock().insert(address.to_owned());
                Found::by(address, "POST", status)
            }
        }
    }

    /// A form without fields, at the address at which the frame is opened, but for its `APP_SID`.
    async fn post(&self, url: &str) -> Option<u16> {
        let request = self
            .client
            .post(url)
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
