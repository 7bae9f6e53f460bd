//! What each kind of fault sends, and when.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{bind, seen};
use crate::running::Running;

#[tokio::test]
async fn what_each_kind_sends() {
    let portal = Running::start().await;
    let text = |text: &str| Some(text.to_owned());
    let page = seen(&portal, json!({"fault": "html"})).await;
    assert!(page.0 == 502 && page.1.unwrap().starts_with("<html>"));
    for (fault, expected) in [
        (
            json!({"fault": "html", "status": 504, "body": "<html>"}),
            (504, text("<html>")),
        ),
        (json!({"fault": "empty"}), (200, text(""))),
        (json!({"fault": "empty", "status": 500}), (500, text(""))),
        (json!({"fault": "body"}), (200, text("null"))),
        (json!({"fault": "body", "body": "{}"}), (200, text("{}"))),
        (
            json!({"fault": "body", "status": 400, "body": "no json", "contentType": "text/plain"}),
            (400, text("no json")),
        ),
        (json!({"fault": "cut"}), (200, None)),
        (json!({"fault": "drop"}), (200, None)),
    ] {
        assert_eq!(seen(&portal, fault.clone()).await, expected, "{fault}");
        assert_eq!(portal.handlers().await.len(), 0, "{fault} was not executed");
    }
}

#[tokio::test]
async fn a_fault_after_execution_leaves_its_trace() {
    for fault in ["cut", "drop", "html", "empty", "expired_token"] {
        let portal = Running::start().await;
        seen(&portal, json!({"fault": fault, "execute": true})).await;
        assert_eq!(portal.handlers().await.len(), 1, "{fault}");
        let (_, again) = portal.rest("event.bind", bind()).await;
        assert_eq!(
            again["error_description"],
            "Unable to set event handler: Handler already binded"
        );
    }
}

#[tokio::test]
async fn a_fault_can_come_without_cors() {
    let portal = Running::start().await;
    for (cors, there) in [(true, true), (false, false)] {
        portal
            .control(
                "faults",
                json!([{"fault": "QUERY_LIMIT_EXCEEDED", "cors": cors}]),
            )
            .await;
        let response = portal
            .client
            .post(portal.url("rest/profile"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 503);
        assert_eq!(
            response
                .headers()
                .contains_key("access-control-allow-origin"),
            there
        );
    }
}

#[tokio::test]
async fn a_late_answer_is_executed_even_if_nobody_waits() {
    let portal = Running::start().await;
    portal
        .control("faults", json!([{"fault": "delay", "ms": 300}]))
        .await;
    let start = Instant::now();
    portal.result("profile", json!({})).await;
    assert!(start.elapsed() >= Duration::from_millis(300));
    portal
        .control("faults", json!([{"fault": "delay", "ms": 3000}]))
        .await;
    let mut params = bind();
    params["auth"] = json!(portal.admin());
    let request = portal
        .client
        .post(portal.url("rest/event.bind"))
        .json(&params);
    assert!(
        request
            .timeout(Duration::from_millis(100))
            .send()
            .await
            .unwrap_err()
            .is_timeout()
    );
    assert_eq!(portal.handlers().await.len(), 0);
    portal.wait_for("control/handlers", 1).await;
}

#[tokio::test]
async fn the_journal_names_the_fault() {
    let portal = Running::start().await;
    portal
        .control(
            "faults",
            json!([{"fault": "html", "match": {"method": "event.bind"}}]),
        )
        .await;
    portal.rest("profile", json!({})).await;
    portal.rest("event.bind", bind()).await;
    let journal = portal.look("requests").await;
    let rows: Vec<Value> = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| json!([entry["status"], entry["fault"]]))
        .collect();
    assert_eq!(rows, [json!([200, null]), json!([502, "html"])]);
}
