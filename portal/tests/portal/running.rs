//! A portal that runs, and the calls that tests make.

use std::time::Duration;

use bx24_portal::{App, Config, Server, Switches};
use reqwest::{Certificate, Client, ClientBuilder, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::rustls::crypto::ring;

/// Status and body.
pub type Answer = (u16, Value);

pub struct Running {
    pub client: Client,
    pub ready: Value,
    shutdown: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The default portal, without the intensity limit: tests are in a hurry.
pub fn unlimited() -> Config {
    let switches = Switches {
        bucket: None,
        ..Switches::default()
    };
    Config {
        switches,
        ..Config::default()
    }
}

/// The same with this app.
pub fn with_app(app: App) -> Config {
    Config {
        apps: vec![app],
        ..unlimited()
    }
}

/// The same with an app at this address.
pub fn at(url: &str) -> Config {
    with_app(App {
        url: Some(url.to_owned()),
        ..App::default()
    })
}

/// A client that trusts nobody: most portals here have no certificate, and this machine's list may be
/// missing.
pub fn stranger() -> ClientBuilder {
    // reqwest has no TLS of its own here, and takes that of the process; a second call changes nothing
    let _ = ring::default_provider().install_default();
    Client::builder().tls_certs_only([])
}

/// A client that trusts the portal's certificate, if it has one.
fn client(ready: &Value) -> Client {
    let pem = ready["ca"].as_str().map(|ca| std::fs::read(ca).unwrap());
    let ca = pem.map(|pem| Certificate::from_pem(&pem).unwrap());
    stranger().tls_certs_only(ca).build().unwrap()
}

impl Running {
    pub async fn start() -> Self {
        Self::with(unlimited()).await
    }

    pub async fn with(config: Config) -> Self {
        let server = Server::bind(config).await.unwrap();
        let ready = server.ready();
        let (shutdown, told) = oneshot::channel();
        let serving = tokio::spawn(async move {
            let told = async { told.await.unwrap_or(()) };
            server.run(told).await;
        });
        Self {
            client: client(&ready),
            ready,
            shutdown: Some(shutdown),
            serving,
        }
    }

    /// Ends the portal as Ctrl-C does.
    pub async fn end(mut self) {
        drop(self.shutdown.take());
        (&mut self.serving).await.unwrap();
    }

    /// A field of the ready line.
    pub fn text(&self, name: &str) -> String {
        self.ready[name].as_str().unwrap().to_owned()
    }

    pub fn admin(&self) -> String {
        self.text("accessToken")
    }

    pub fn user(&self) -> String {
        self.text("userAccessToken")
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.text("portal"))
    }

    pub fn inbox(&self, name: &str) -> String {
        format!("{}{name}", self.text("inbox"))
    }

    /// Host and port.
    pub fn authority(&self) -> String {
        let portal = self.text("portal");
        let (_, authority) = portal.split_once("://").unwrap();
        authority.trim_end_matches('/').to_owned()
    }

    /// A connection on which this was sent, be it a whole request or not.
    pub async fn raw(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.authority()).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// A REST call with JSON and this token.
    pub async fn call(&self, token: &str, method: &str, params: Value) -> Answer {
        let mut params = params;
        params["auth"] = json!(token);
        answer(
            self.client
                .post(self.url(&format!("rest/{method}")))
                .json(&params),
        )
        .await
    }

    /// The same by the administrator.
    pub async fn rest(&self, method: &str, params: Value) -> Answer {
        self.call(&self.admin(), method, params).await
    }

    /// `result` of a call by the administrator that has to succeed.
    pub async fn result(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.rest(method, params).await;
        assert_eq!(status, 200, "{method}: {body}");
        body["result"].clone()
    }

    pub async fn webhook(&self, method: &str, params: Value) -> Answer {
        answer(
            self.client
                .post(format!("{}{method}", self.text("webhook")))
                .json(&params),
        )
        .await
    }

    /// A control call that has to succeed.
    pub async fn control(&self, call: &str, body: Value) -> Value {
        let (status, body) = self.try_control(call, body).await;
        assert_eq!(status, 200, "{call}: {body}");
        body
    }

    pub async fn try_control(&self, call: &str, body: Value) -> Answer {
        answer(
            self.client
                .post(self.url(&format!("control/{call}")))
                .json(&body),
        )
        .await
    }

    pub async fn look(&self, call: &str) -> Value {
        answer(self.client.get(self.url(&format!("control/{call}"))))
            .await
            .1
    }

    pub async fn switch(&self, switches: Value) {
        self.control("switches", switches).await;
    }

    pub async fn handlers(&self) -> Vec<Value> {
        self.look("handlers").await.as_array().unwrap().clone()
    }

    /// The deliveries, once there are at least so many.
    pub async fn deliveries(&self, count: usize) -> Vec<Value> {
        self.wait_for("control/deliveries", count).await
    }

    /// What arrived in the inbox, once it is at least so much.
    pub async fn arrived(&self, name: &str, count: usize) -> Vec<Value> {
        self.wait_for(&format!("inbox/{name}.json"), count).await
    }

    /// The list at this path, once it has at least so many entries; fails after 10 s.
    pub async fn wait_for(&self, path: &str, count: usize) -> Vec<Value> {
        for _ in 0..1000 {
            let found = answer(self.client.get(self.url(path))).await.1;
            let found = found.as_array().unwrap().clone();
            if found.len() >= count {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!(
            "{path} did not get {count} entries: {}",
            answer(self.client.get(self.url(path))).await.1
        );
    }

    /// Gives everything that is under way time to arrive.
    pub async fn settle(&self) {
        tokio::time::sleep(Duration::from_millis(150)).await;
    }

    /// Binds a handler as the administrator.
    pub async fn bind(&self, event: &str, handler: &str) {
        let result = self
            .result("event.bind", json!({"event": event, "handler": handler}))
            .await;
        assert_eq!(result, json!(true));
    }
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}

/// Status, code and text of an error; status and result of a success.
pub fn short(answer: &Answer) -> Value {
    let (status, body) = answer;
    match body.get("error") {
        Some(error) => json!([status, error, body["error_description"]]),
        None => json!([status, body["result"]]),
    }
}
