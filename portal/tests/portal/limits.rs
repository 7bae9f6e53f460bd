//! The two limits, contract §2.3 and §2.4.

use bx24_portal::{Config, Switches};
use serde_json::json;

use crate::running::{Running, short};

#[tokio::test]
async fn the_bucket_refuses_what_is_too_fast() {
    let portal = Running::with(Config {
        switches: Switches::default(),
        ..Config::default()
    })
    .await;
    let mut statuses = Vec::new();
    for _ in 0..60 {
        statuses.push(portal.rest("profile", json!({})).await.0);
    }
    let admitted = statuses.iter().filter(|status| **status == 200).count();
    assert!((51..56).contains(&admitted), "{admitted} of 60");
    let refused = portal
        .rest(
            "event.bind",
            json!({"event": "ONAPPTEST", "handler": "https://x.y/"}),
        )
        .await;
    assert_eq!(
        refused.1,
        json!({"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"})
    );
    assert_eq!((refused.0, portal.handlers().await.len()), (503, 0));
    portal.switch(json!({"bucketCors": false})).await;
    let response = portal
        .client
        .get(portal.url("rest/profile"))
        .send()
        .await
        .unwrap();
    assert!(
        response.status() == 503
            && !response
                .headers()
                .contains_key("access-control-allow-origin")
    );
    portal
        .switch(json!({"bucket": {"limit": 50, "perSecond": 5000}}))
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
    portal
        .switch(json!({"bucket": {"limit": 0, "perSecond": 0}, "selfHosted": true}))
        .await;
    assert_eq!(
        portal.rest("profile", json!({})).await.0,
        200,
        "self-hosted portals have none"
    );
}

#[tokio::test]
async fn operating_time_is_counted_per_application_and_method() {
    let portal = Running::start().await;
    portal
        .switch(json!({"operating": {"limit": 3, "window": 2, "cost": 1.5}}))
        .await;
    let first = portal.rest("profile", json!({})).await.1;
    assert!(
        (first["time"]["operating"].as_f64().unwrap() - 1.5).abs() < 0.1,
        "{first}"
    );
    let overshooting = portal.rest("profile", json!({})).await;
    assert_eq!(overshooting.0, 200, "checked before the call");
    let refused = portal.rest("profile", json!({})).await;
    assert_eq!(
        short(&refused),
        json!([
            429,
            "OPERATION_TIME_LIMIT",
            "Method is blocked due to operation time limit."
        ])
    );
    assert_eq!(portal.rest("scope", json!({})).await.0, 200);
    assert_eq!(portal.webhook("profile", json!({})).await.0, 200);
    let reset_at = overshooting.1["time"]["operating_reset_at"]
        .as_i64()
        .unwrap();
    while chrono::Utc::now().timestamp() < reset_at {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn a_batch_is_charged_as_switched() {
    let portal = Running::start().await;
    for (whom, batch, command) in [("commands", 0.0, 1.0), ("batch", 1.0, 0.0)] {
        portal.control("reset", json!({})).await;
        portal.switch(json!({"batchOperating": whom, "operating": {"limit": 100, "window": 600, "cost": 1}})).await;
        let (_, body) = portal.rest("batch", json!({"cmd": {"a": "profile"}})).await;
        let near = |value: &serde_json::Value, expected: f64| {
            (value.as_f64().unwrap() - expected).abs() < 0.1
        };
        assert!(near(&body["time"]["operating"], batch), "{whom}: {body}");
        assert!(
            near(&body["result"]["result_time"]["a"]["operating"], command),
            "{whom}: {body}"
        );
    }
}
