//! A portal for the fuzz targets: the real one with its database, in memory and without a network.

use std::cell::Cell;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use bx24_portal::{Config, Server, Switches};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

/// The largest input that the targets make.
pub const LARGEST: usize = 1 << 20;
/// After so many calls the portal is reset: what they leave there would make later ones slower.
const CALLS: u32 = 500;
const FORM: &str = "application/x-www-form-urlencoded";

thread_local! {
    static PORTAL: FuzzedPortal = FuzzedPortal::new();
}

/// Answers a REST call of the administrator: status and body.
pub fn call(method: &str, params: &[u8]) -> (u16, Value) {
    PORTAL.with(|portal| portal.call(method, params))
}

/// What follows the first byte, as often as that says, up to [`LARGEST`]; `~` is the number of each
/// time. What takes too long does so with much of a kind, and the fuzzer would not come upon that.
pub fn repeated(data: &[u8]) -> Vec<u8> {
    let Some((times, part)) = data.split_first() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for number in 0..1_u32 << (times % 21) {
        for byte in part {
            match byte {
                b'~' => all.extend(number.to_string().bytes()),
                _ => all.push(*byte),
            }
        }
        if all.len() >= LARGEST {
            break;
        }
    }
    all.truncate(LARGEST);
    all
}

struct FuzzedPortal {
    runtime: Runtime,
    router: Router,
    token: String,
    calls: Cell<u32>,
}

impl FuzzedPortal {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let server = runtime.block_on(Server::bind(config()));
        let server = server.expect("a portal");
        let token = server.ready()["accessToken"].as_str().map(str::to_owned);
        let portal = Self {
            runtime,
            router: server.router(),
            token: token.expect("a token"),
            calls: Cell::new(0),
        };
        portal.reset();
        portal
    }

    fn call(&self, method: &str, params: &[u8]) -> (u16, Value) {
        if self.calls.replace(self.calls.get() + 1) == CALLS {
            self.reset();
        }
        let path = format!("/rest/{method}?auth={}", self.token);
        let request = Request::post(path).header("content-type", FORM);
        self.send(request, params.to_vec().into())
    }

    /// The app has some objects, an offline queue, and a method whose answer macros can take.
    fn reset(&self) {
        self.calls.set(0);
        self.control("reset", &json!({}));
        let result = json!({"ID": 7, "LIST": ["a", {"b": null}], "text": "x".repeat(10_000)});
        self.control("stubs", &json!({"method": "stub", "result": result}));
        let (status, _) = self.call("event.bind", b"event=ONCRMLEADADD&event_type=offline");
        assert_eq!(status, 200);
        for title in ["TITLE]=a", "OPPORTUNITY]=7.5", "DATE_CREATE]=2020-01-01"] {
            let (status, _) = self.call("crm.lead.add", format!("fields[{title}").as_bytes());
            assert_eq!(status, 200);
        }
    }

    fn control(&self, path: &str, body: &Value) {
        let request = Request::post(format!("/control/{path}"));
        let request = request.header("content-type", "application/json");
        let (status, answer) = self.send(request, body.to_string().into());
        assert_eq!(status, 200, "{answer}");
    }

    fn send(&self, request: axum::http::request::Builder, body: Body) -> (u16, Value) {
        let request = request.header("host", "127.0.0.1").body(body);
        let mut request = request.expect("a request");
        let peer = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9)));
        request.extensions_mut().insert(peer);
        self.runtime.block_on(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            let status = response.status().as_u16();
            let bytes = to_bytes(response.into_body(), usize::MAX).await;
            let bytes = bytes.expect("a body");
            (status, serde_json::from_slice(&bytes).expect("JSON"))
        })
    }
}

/// An app that is not active has no deliveries: nothing is sent anywhere.
fn config() -> Config {
    let switches = Switches {
        active: false,
        bucket: None,
        operating: None,
        ..Switches::default()
    };
    Config {
        switches,
        ..Config::default()
    }
}
