//! What other pages, and deliveries, cannot do to the portal.

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::running::{Running, answer, unlimited};

#[tokio::test]
async fn a_control_call_without_json_changes_nothing() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("a")).await;
    for kind in [
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
        "",
    ] {
        for call in [
            "reset",
            "lead",
            "expire-tokens",
            "probe",
            "frame",
            "application",
        ] {
            let request = portal.client.post(portal.url(&format!("control/{call}")));
            let request = request.header("content-type", kind).body("{}");
            let (status, body) = answer(request).await;
            assert_eq!(
                (status, &body["error"]),
                (415, &json!("NOT_JSON")),
                "{call} {kind}"
            );
        }
    }
    let bare = portal.client.post(portal.url("control/reset"));
    assert_eq!(answer(bare).await.0, 415);
    assert_eq!(portal.handlers().await.len(), 1);
}

#[tokio::test]
async fn no_event_is_delivered_to_the_control_address() {
    let portal = Running::start().await;
    let renamed = portal.text("renamedPortal");
    for path in ["control/reset", "/control/reset", "x/../control/reset"] {
        portal.bind("ONCRMLEADADD", &portal.url(path)).await;
        portal
            .bind("ONCRMLEADADD", &format!("{renamed}{path}"))
            .await;
    }
    let fired = portal.control("lead", json!({})).await;
    assert_eq!(fired["deliveries"], 0);
    for one in portal.deliveries(6).await {
        assert_eq!(one["outcome"], "not sent");
        assert_eq!(one["reason"], "it is the portal's own control address");
    }
}

/// An own resolver answers for names below `localhost`, so that no name server can.
#[tokio::test]
async fn names_below_localhost_are_this_machine() {
    let portal = Running::start().await;
    let handler = portal
        .inbox("a")
        .replace("127.0.0.1", "hooks.shop.localhost");
    portal.bind("ONCRMLEADADD", &handler).await;
    portal.control("lead", json!({})).await;
    assert_eq!(portal.arrived("a", 1).await.len(), 1);
}

#[tokio::test]
async fn a_redirect_to_the_control_address_is_not_followed() {
    let portal = Running::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let target = portal.url("control/reset");
    tokio::spawn(async move {
        let redirect = axum::response::Redirect::temporary(&target);
        let app = axum::Router::new().fallback(move || async move { redirect });
        axum::serve(listener, app).await.unwrap();
    });
    portal
        .bind("ONCRMLEADADD", &format!("http://{address}/"))
        .await;
    portal.control("lead", json!({})).await;
    let ended = portal.deliveries(1).await;
    assert_eq!(ended[0]["outcome"], "not sent");
    let reason = ended[0]["reason"].as_str().unwrap();
    assert!(reason.contains("own control address"), "{reason}");
}

#[tokio::test]
async fn pages_of_the_portal_are_not_framed_and_not_sniffed() {
    let portal = Running::start().await;
    for path in ["", "main.js", "inbox/a"] {
        let request = portal.client.get(portal.url(path));
        let response = request.header("accept", "text/html").send().await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(policy.starts_with("default-src 'self'"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
    }
    let demo = portal.client.get(portal.text("app")).send().await.unwrap();
    assert!(
        !demo.headers().contains_key("content-security-policy"),
        "it is framed"
    );
}

#[tokio::test]
async fn an_image_of_another_site_puts_nothing_into_an_inbox() {
    let portal = Running::start().await;
    for (site, status) in [("cross-site", 403), ("same-site", 200), ("none", 200)] {
        let request = portal.client.request(Method::GET, portal.inbox("a"));
        let found = answer(request.header("sec-fetch-site", site)).await;
        assert_eq!(found.0, status, "{site}");
    }
    assert_eq!(portal.arrived("a", 2).await.len(), 2);
}

#[tokio::test]
async fn two_hosts_are_no_host() {
    let portal = Running::with(unlimited()).await;
    let url = portal.text("portal");
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "GET /control/state HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\n\
                Connection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let status = response.split(' ').nth(1).unwrap();
    assert!(["400", "403"].contains(&status), "{response}");
}
