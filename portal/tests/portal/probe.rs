//! Trying the address of `--app` before the frame is opened.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use bx24_portal::Config;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::running::{Running, at, unlimited};

/// An app that answers POST with a status; the queries of the POSTs that it got.
async fn app(listener: TcpListener, status: u16) -> Arc<Mutex<Vec<String>>> {
    let posts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&posts);
    let answer = move |request: Request| {
        let query = request.uri().query().unwrap_or_default().to_owned();
        seen.lock().unwrap().push(query);
        async move { StatusCode::from_u16(status).unwrap() }
    };
    tokio::spawn(async move {
        axum::serve(listener, Router::new().fallback(answer))
            .await
            .unwrap();
    });
    posts
}

/// A free port, and the portal whose app is there.
async fn portal() -> (TcpListener, Running) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let app = format!("http://{}/", listener.local_addr().unwrap());
    (listener, Running::with(at(&app)).await)
}

async fn probe(portal: &Running) -> Value {
    portal.control("probe", json!({})).await
}

#[tokio::test]
async fn an_app_that_takes_a_post_gets_one_per_start() {
    for status in [200, 302, 403, 500] {
        let (listener, portal) = portal().await;
        let posts = app(listener, status).await;
        let found = probe(&portal).await;
        assert_eq!(
            found,
            json!({"address": portal.text("app"), "method": "POST", "status": status, "reason": null})
        );
        assert_eq!(probe(&portal).await["method"], "POST");
        let domain = portal
            .text("portal")
            .replace("http://", "")
            .replace('/', "");
        let query = format!("DOMAIN={}&PROTOCOL=0&LANG=en", domain.replace(':', "%3A"));
        assert_eq!(
            *posts.lock().unwrap(),
            [query],
            "no APP_SID: no frame is opened"
        );
    }
}

#[tokio::test]
async fn an_app_that_takes_no_post_is_opened_by_get() {
    for status in [404, 405, 501] {
        let (listener, portal) = portal().await;
        let posts = app(listener, status).await;
        for tries in 1..3 {
            let found = probe(&portal).await;
            assert_eq!(
                found,
                json!({"address": portal.text("app"), "method": "GET", "status": status, "reason": null})
            );
            assert_eq!(
                posts.lock().unwrap().len(),
                tries,
                "it may be mended meanwhile"
            );
        }
    }
}

#[tokio::test]
async fn nothing_listens_until_something_does() {
    let (listener, portal) = portal().await;
    let address = listener.local_addr().unwrap();
    drop(listener);
    let found = probe(&portal).await;
    assert_eq!(
        (&found["method"], &found["status"]),
        (&Value::Null, &Value::Null)
    );
    let reason = found["reason"].as_str().unwrap();
    assert!(reason.contains("refused"), "{reason}");
    app(TcpListener::bind(address).await.unwrap(), 200).await;
    assert_eq!(probe(&portal).await["method"], "POST");
}

#[tokio::test]
async fn the_demo_app_is_not_tried() {
    let portal = Running::start().await;
    let found = probe(&portal).await;
    assert_eq!(
        found,
        json!({"address": portal.text("app"), "method": "POST", "status": null, "reason": null})
    );
}

#[tokio::test]
async fn the_demo_apps_port_stays_free_beside_another_app() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let app_port = taken.local_addr().unwrap().port();
    let config = |config: Config| Config { app_port, ..config };
    assert!(
        bx24_portal::Server::bind(config(unlimited()))
            .await
            .is_err()
    );
    let portal = Running::with(config(at("http://localhost:9/"))).await;
    assert_eq!(portal.text("app"), "http://localhost:9/");
}
