//! When nothing is delivered.

use serde_json::{Value, json};

use super::fields;
use crate::running::Running;

#[tokio::test]
async fn after_unbind_nothing_arrives() {
    let portal = Running::start().await;
    let inbox = portal.inbox("demo");
    portal.bind("ONCRMLEADADD", &inbox).await;
    portal
        .result(
            "event.unbind",
            json!({"event": "ONCRMLEADADD", "handler": inbox}),
        )
        .await;
    let fired = portal
        .control("fire", json!({"event": "ONCRMLEADADD"}))
        .await;
    assert_eq!(
        (&fired["deliveries"], &fired["queued"]),
        (&json!(0), &json!(0))
    );
    portal.settle().await;
    assert_eq!(portal.arrived("demo", 0).await.len(), 0);
}

#[tokio::test]
async fn event_test_reaches_its_own_application() {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", &portal.inbox("own")).await;
    portal
        .webhook(
            "event.bind",
            json!({"event": "ONAPPTEST", "handler": portal.inbox("other")}),
        )
        .await;
    assert_eq!(
        portal
            .result("event.test", json!({"Any": {"x": [1, "a&b"]}}))
            .await,
        json!(1)
    );
    let message = portal.arrived("own", 1).await.remove(0);
    assert_eq!(
        fields(&message)["data"]["QUERY"],
        json!({"Any": {"x": ["1", "a&b"]}})
    );
    assert!(
        fields(&message)["auth"]["refresh_token"].is_string(),
        "ONAPPTEST carries one"
    );
    portal.settle().await;
    assert_eq!(portal.arrived("other", 0).await.len(), 0);
    assert_eq!(portal.result("event.test", json!({})).await, json!(1));
    let message = portal.arrived("own", 2).await.remove(1);
    assert_eq!(fields(&message)["data"].get("QUERY"), None);
}

#[tokio::test]
async fn nothing_is_delivered_while_the_app_may_not_hear() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("demo")).await;
    let words = [
        "installation is not finished",
        "not active",
        "payment has expired",
    ];
    for ((name, silent, undo), words) in [
        ("installed", false, true),
        ("active", false, true),
        ("paymentExpired", true, false),
    ]
    .into_iter()
    .zip(words)
    {
        portal.switch(json!({name: silent})).await;
        assert_eq!(
            portal
                .control("fire", json!({"event": "ONCRMLEADADD"}))
                .await["deliveries"],
            0
        );
        assert_eq!(portal.result("event.test", json!({})).await, json!(1));
        let log = portal.deliveries(1).await.pop().unwrap();
        assert_eq!(
            (&log["outcome"], &log["body"]),
            (&json!("not sent"), &Value::Null)
        );
        assert!(log["reason"].as_str().unwrap().contains(words), "{log}");
        portal.switch(json!({name: undo})).await;
    }
    portal.settle().await;
    assert_eq!(
        portal.arrived("demo", 0).await.len(),
        0,
        "nothing is replayed"
    );
}

/// §9.3: a chain of events ends after the seventh token.
#[tokio::test]
async fn a_chain_of_events_ends() {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", &portal.inbox("chain")).await;
    let mut token = portal.admin();
    for length in 1..=8 {
        portal.call(&token, "event.test", json!({})).await;
        let message = portal.arrived("chain", length).await.remove(length - 1);
        token = fields(&message)["auth"]["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
    }
    assert_eq!(
        portal.call(&token, "event.test", json!({})).await.1["result"],
        json!(1)
    );
    portal.settle().await;
    assert_eq!(portal.arrived("chain", 8).await.len(), 8);
}
