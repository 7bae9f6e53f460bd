//! `--data FILE`: what outlives the program.

use bx24_portal::Config;
use serde_json::json;

use crate::running::{Running, unlimited};

#[tokio::test]
async fn a_data_file_keeps_the_state() {
    let file = std::env::temp_dir().join(format!("bx24-portal-{}.db", std::process::id()));
    let config = || Config {
        data: Some(file.clone()),
        ..unlimited()
    };
    let first = Running::with(config()).await;
    let (token, webhook) = (first.admin(), first.text("webhook"));
    first.bind("ONCRMLEADADD", "https://x.y/h").await;
    first
        .result(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "event_type": "offline"}),
        )
        .await;
    first.control("lead", json!({})).await;
    first.switch(json!({"paymentExpired": true})).await;
    drop(first);
    let second = Running::with(config()).await;
    assert_eq!(second.admin(), token);
    assert_eq!(
        second.text("webhook").split("/rest/").nth(1),
        webhook.split("/rest/").nth(1)
    );
    assert_eq!(second.handlers().await.len(), 2);
    let queued = second.result("event.offline.list", json!({})).await;
    assert_eq!(queued[0]["EVENT_NAME"], "ONCRMLEADADD");
    assert_eq!(second.look("switches").await["paymentExpired"], true);
    drop(second);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

#[tokio::test]
async fn a_port_in_use_is_said_so() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = bx24_portal::Server::bind(Config {
        port,
        ..unlimited()
    })
    .await
    .err()
    .unwrap();
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("cannot listen on `127.0.0.1:{port}`")),
        "{text}"
    );
}
