//! Which hosts get something, redirects, and no second try.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::any;
use serde_json::{Value, json};

use super::fields;
use crate::running::Running;

#[tokio::test]
async fn other_hosts_get_nothing() {
    let portal = Running::start().await;
    portal
        .bind("ONCRMLEADADD", "https://www.my-domain.ru/handler/")
        .await;
    portal.control("lead", json!({})).await;
    let log = portal.deliveries(1).await.remove(0);
    assert_eq!(log["outcome"], "not sent");
    let reason =
        "`www.my-domain.ru` is not this machine; `--deliver-to www.my-domain.ru` allows it";
    assert_eq!(log["reason"], reason);
}

/// §14: what happened on the way stands in the log.
#[tokio::test]
async fn redirects_stand_in_the_log() {
    let (portal, own) = (Running::start().await, own_handler().await);
    let inbox = portal.inbox("demo");
    portal
        .bind("ONCRMLEADADD", &format!("{own}/moved?{inbox}"))
        .await;
    portal
        .bind("ONCRMLEADADD", &format!("{own}/to?{inbox}"))
        .await;
    portal.control("lead", json!({})).await;
    let mut log = portal.deliveries(2).await;
    log.sort_by_key(|delivery| delivery["handlerId"].as_i64());
    let moved = format!("301: repeated as GET, body lost, to {inbox}");
    assert_eq!(log[0]["redirects"], json!([moved]));
    let repeated = format!("307: repeated as POST, to {inbox}");
    assert_eq!(log[1]["redirects"], json!([repeated]));
    let arrived = portal.arrived("demo", 2).await;
    let empty = arrived
        .iter()
        .filter(|message| message["raw"] == "")
        .count();
    assert_eq!(empty, 1, "one came as GET, without its form");
}

/// A server whose paths answer: `to?WHERE` redirects, `moved?WHERE` too but without the body, `fail` 500, `late` after the test's patience.
async fn own_handler() -> String {
    let to = |request: axum::extract::Request| async move {
        let target = request.uri().query().unwrap_or_default().to_owned();
        (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, target)]).into_response()
    };
    let moved = |request: axum::extract::Request| async move {
        let target = request.uri().query().unwrap_or_default().to_owned();
        (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target)]).into_response()
    };
    let router = Router::new()
        .route("/to", any(to))
        .route("/moved", any(moved))
        .route("/fail", any(|| async { StatusCode::INTERNAL_SERVER_ERROR }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

#[tokio::test]
async fn redirects_are_followed_to_allowed_hosts_only() {
    let (portal, own) = (Running::start().await, own_handler().await);
    portal
        .bind(
            "ONCRMLEADADD",
            &format!("{own}/to?{}", portal.inbox("demo")),
        )
        .await;
    portal
        .bind(
            "ONCRMLEADADD",
            &format!("{own}/to?https://www.my-domain.ru/"),
        )
        .await;
    portal
        .bind("ONCRMLEADADD", &format!("{own}/to?{own}/to"))
        .await;
    portal.control("lead", json!({})).await;
    let mut log = portal.deliveries(3).await;
    log.sort_by_key(|delivery| delivery["handlerId"].as_i64());
    assert_eq!(
        (&log[0]["outcome"], &log[0]["status"]),
        (&json!("sent"), &json!(200))
    );
    assert_eq!(
        fields(&portal.arrived("demo", 1).await[0])["event"],
        "ONCRMLEADADD"
    );
    assert_eq!(log[1]["outcome"], "not sent");
    let reason = log[1]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("redirected, and `www.my-domain.ru` is not this machine"),
        "{reason}"
    );
}

#[tokio::test]
async fn there_is_no_second_try() {
    let (portal, own) = (Running::start().await, own_handler().await);
    portal.bind("ONCRMLEADADD", &format!("{own}/fail")).await;
    // a port that nobody listens on: bound once, and given back
    let free = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    portal
        .bind("ONCRMLEADADD", &format!("http://{free}/"))
        .await;
    portal.control("lead", json!({})).await;
    let mut log = portal.deliveries(2).await;
    log.sort_by_key(|delivery| delivery["handlerId"].as_i64());
    assert_eq!(
        (&log[0]["outcome"], &log[0]["status"]),
        (&json!("sent"), &json!(500))
    );
    assert_eq!(
        (&log[1]["outcome"], &log[1]["status"]),
        (&json!("failed"), &Value::Null)
    );
    assert!(
        log[1]["reason"].as_str().unwrap().contains("refused"),
        "{}",
        log[1]
    );
    portal.settle().await;
    assert_eq!(portal.deliveries(2).await.len(), 2);
}
