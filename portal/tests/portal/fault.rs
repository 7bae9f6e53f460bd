//! Faults, contract §2.2 and §7.4: what the wire shows, and whether the call was executed.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::running::{Running, short};

fn bind() -> Value {
    json!({"event": "ONAPPTEST", "handler": "https://x.y/h"})
}

/// Status, body and whether the body came whole.
async fn seen(portal: &Running, fault: Value) -> (u16, Option<String>) {
    portal.control("faults", json!([fault])).await;
    let mut params = bind();
    params["auth"] = json!(portal.admin());
    let response = portal
        .client
        .post(portal.url("rest/event.bind"))
        .json(&params)
        .send()
        .await
        .unwrap();
    (response.status().as_u16(), response.text().await.ok())
}

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
async fn every_standing_refusal_can_be_had() {
    let portal = Running::start().await;
    for (fault, expected) in [
        (
            "expired_token",
            json!([
                401,
                "expired_token",
                "The access token provided has expired"
            ]),
        ),
        (
            "invalid_token",
            json!([401, "invalid_token", "Unable to get application by token"]),
        ),
        (
            "NO_AUTH_FOUND",
            json!([401, "NO_AUTH_FOUND", "Wrong authorization data"]),
        ),
        (
            "INVALID_CREDENTIALS",
            json!([401, "INVALID_CREDENTIALS", "Invalid request credentials"]),
        ),
        (
            "INVALID_REQUEST",
            json!([401, "INVALID_REQUEST", "Https required."]),
        ),
        (
            "insufficient_scope",
            json!([
                401,
                "insufficient_scope",
                "The request requires higher privileges than provided by the access token"
            ]),
        ),
        (
            "user_access_error",
            json!([
                401,
                "user_access_error",
                "The user does not have access to the application."
            ]),
        ),
        (
            "authorization_error",
            json!([401, "authorization_error", "Unable to authorize user"]),
        ),
        (
            "APPLICATION_NOT_FOUND",
            json!([401, "APPLICATION_NOT_FOUND", "Application not found"]),
        ),
        (
            "CONNECTION_ERROR",
            json!([
                401,
                "CONNECTION_ERROR",
                "Error connecting to authorization server"
            ]),
        ),
        (
            "plan",
            json!([
                401,
                "ACCESS_DENIED",
                "REST is available only on commercial plans."
            ]),
        ),
        (
            "OVERLOAD_LIMIT",
            json!([
                401,
                "OVERLOAD_LIMIT",
                "REST API is blocked due to overload."
            ]),
        ),
        (
            "METHOD_CONFIRM_WAITING",
            json!([401, "METHOD_CONFIRM_WAITING", "Waiting for confirmation"]),
        ),
        (
            "METHOD_CONFIRM_DENIED",
            json!([403, "METHOD_CONFIRM_DENIED", "Method call denied"]),
        ),
        (
            "ACCESS_DENIED",
            json!([403, "ACCESS_DENIED", "Access denied!"]),
        ),
        (
            "WRONG_AUTH_TYPE",
            json!([
                403,
                "WRONG_AUTH_TYPE",
                "Current authorization type is denied for this method"
            ]),
        ),
        (
            "PORTAL_DELETED",
            json!([403, "PORTAL_DELETED", "Portal was deleted"]),
        ),
        (
            "ERROR_METHOD_NOT_FOUND",
            json!([404, "ERROR_METHOD_NOT_FOUND", "Method not found!"]),
        ),
        ("ERROR_CORE", json!([500, "ERROR_CORE", "SQL query error!"])),
        (
            "QUERY_LIMIT_EXCEEDED",
            json!([503, "QUERY_LIMIT_EXCEEDED", "Too many requests"]),
        ),
        (
            "OPERATION_TIME_LIMIT",
            json!([
                429,
                "OPERATION_TIME_LIMIT",
                "Method is blocked due to operation time limit."
            ]),
        ),
        (
            "already_started",
            json!([
                400,
                "ERROR_CORE",
                "Unable to set event handler: Process of binding the handler has already started"
            ]),
        ),
        (
            "WRONG_ENCODING",
            json!([200, "WRONG_ENCODING", "Wrong request encoding"]),
        ),
    ] {
        portal.control("faults", json!([{"fault": fault}])).await;
        let found = portal.rest("event.bind", bind()).await;
        assert_eq!(short(&found), expected, "{fault}");
    }
    portal.control("faults", json!([{"fault": "error", "status": 418, "error": "TEA", "description": "pot", "argument": "X"}])).await;
    let (status, body) = portal.rest("event.bind", bind()).await;
    assert_eq!(
        (status, body),
        (
            418,
            json!({"error": "TEA", "error_description": "pot", "argument": "X"})
        )
    );
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
        .control("faults", json!([{"fault": "delay", "ms": 300}]))
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
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(portal.handlers().await.len(), 1);
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

#[tokio::test]
async fn a_command_of_a_batch_can_fail_alone() {
    let portal = Running::start().await;
    let started =
        json!({"fault": "already_started", "match": {"method": "event.bind", "batch": true}});
    let bound = json!({"fault": "already_bound", "execute": true, "match": {"batch": true, "application": "app"}});
    portal.control("faults", json!([started, bound])).await;
    portal.result("profile", json!({})).await;
    let command = |at: u8| format!("event.bind?event=ONAPPTEST&handler=https://x.y/{at}");
    let found = portal
        .result(
            "batch",
            json!({"cmd": [command(0), command(1), command(2)]}),
        )
        .await;
    assert_eq!(found["result"], json!({"2": true}));
    assert_eq!(found["result_error"].as_array().unwrap().len(), 2);
    let bound: Vec<Value> = portal
        .handlers()
        .await
        .iter()
        .map(|handler| handler["handler"].clone())
        .collect();
    assert_eq!(bound, ["https://x.y/1", "https://x.y/2"]);
}

#[tokio::test]
async fn a_storm_hits_its_share() {
    let portal = Running::start().await;
    let storm =
        json!({"seed": 1, "rate": 0.3, "faults": [{"fault": "html"}, {"fault": "expired_token"}]});
    portal.control("faults", storm).await;
    let mut hit = 0;
    for _ in 0..100 {
        hit += usize::from(portal.rest("profile", json!({})).await.0 != 200);
    }
    assert!((15..45).contains(&hit), "{hit} of 100");
    let (status, error) = portal.try_control("faults", json!({"fault": "nope"})).await;
    assert!(
        status == 400
            && error["error_description"]
                .as_str()
                .unwrap()
                .contains("already_started"),
        "{error}"
    );
    portal
        .client
        .delete(portal.url("control/faults"))
        .send()
        .await
        .unwrap();
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
}
