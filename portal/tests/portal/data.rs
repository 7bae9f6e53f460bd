//! `--data FILE`: what outlives the program.

use serde_json::json;

use crate::data_file::DataFile;
use crate::running::{Running, unlimited};

#[tokio::test]
async fn a_data_file_keeps_the_state() {
    let file = DataFile::new("kept");
    let config = || file.config();
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
}

#[tokio::test]
async fn a_file_of_before_the_versions_is_adopted() {
    let file = DataFile::new("adopted");
    let first = Running::with(file.config()).await;
    let token = first.admin();
    first.bind("ONCRMLEADADD", "https://x.y/h").await;
    drop(first);
    // what an older portal wrote
    file.change(
        "ALTER TABLE token DROP COLUMN application; DROP TABLE object;
         DROP TABLE placement;
         PRAGMA user_version = 0; PRAGMA application_id = 0;",
    );
    let second = Running::with(file.config()).await;
    assert_eq!(second.admin(), token);
    assert_eq!(second.handlers().await.len(), 1);
    assert_eq!(second.result("profile", json!({})).await["ID"], "1");
    drop(second);
    assert!(file.number("user_version") >= 2);
    assert_eq!(file.number("application_id"), 0x6278_3234);
}

#[tokio::test]
async fn another_programs_file_is_left_alone() {
    let file = DataFile::new("foreign");
    file.change("CREATE TABLE note (text TEXT); PRAGMA user_version = 7;");
    let text = file.refused().await;
    assert!(text.contains("belongs to another program"), "{text}");
    assert_eq!(file.number("user_version"), 7);
    file.change("PRAGMA application_id = 5");
    let text = file.refused().await;
    assert!(text.contains("application_id `5`"), "{text}");
}

#[tokio::test]
async fn a_newer_portals_file_is_refused() {
    let file = DataFile::new("newer");
    drop(Running::with(file.config()).await);
    file.change("PRAGMA user_version = 999");
    let text = file.refused().await;
    assert!(text.contains("its version is `999`"), "{text}");
}

#[tokio::test]
async fn a_port_in_use_is_said_so() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = bx24_portal::Server::bind(bx24_portal::Config {
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
