//! `filter`, `order` and pages.

use serde_json::json;

use super::{bind_queues, get, ids, leads, list, queueing};

#[tokio::test]
async fn filters_and_orders() {
    let portal = queueing().await;
    leads(&portal, 1..=5).await;
    portal.control("deal", json!({"id": 9})).await;
    let message = list(&portal).await[0]["MESSAGE_ID"].clone();
    for (method, params, expected) in [
        ("get", json!({"filter": {">=ID": 4}}), vec!["4", "5", "9"]),
        ("get", json!({"filter": {">ID": "1", "<ID": 3}}), vec!["2"]),
        (
            "get",
            json!({"filter": {"=EVENT_NAME": "ONCRMDEALUPDATE"}}),
            vec!["9"],
        ),
        ("get", json!({"filter": {"MESSAGE_ID": message}}), vec!["1"]),
        (
            "get",
            json!({"filter": {">TIMESTAMP_X": "2040-01-01T00:00:00+00:00"}}),
            vec![],
        ),
        (
            "get",
            json!({"filter": [], "order": {"ID": "desc"}, "limit": 2}),
            vec!["9", "5"],
        ),
        ("list", json!({"filter": {"@ID": [1, "3"]}}), vec!["1", "3"]),
        (
            "list",
            json!({"filter": {"%EVENT_NAME": "lead"}, "order": {"ID": "DESC"}}),
            vec!["5", "4", "3", "2", "1"],
        ),
        (
            "list",
            json!({"filter": {"PROCESS_ID": "", "ERROR": 0, "<=ID": 2}}),
            vec!["1", "2"],
        ),
        ("list", json!({"start": 4}), vec!["5", "9"]),
    ] {
        let mut params = params;
        if method == "get" {
            // looks without taking: the same reservation is made and given back
            params["clear"] = json!(0);
        }
        let found = portal
            .result(&format!("event.offline.{method}"), params.clone())
            .await;
        let events = if method == "get" {
            &found["events"]
        } else {
            &found
        };
        assert_eq!(ids(events), expected, "{params}");
        if method == "get" {
            leads(&portal, []).await;
            portal.control("reset", json!({})).await;
            bind_queues(&portal).await;
            leads(&portal, 1..=5).await;
            portal.control("deal", json!({"id": 9})).await;
        }
    }
}

#[tokio::test]
async fn list_pages_and_shows_everything() {
    let portal = queueing().await;
    leads(&portal, 1..=60).await;
    let reserved = get(&portal, json!({"clear": 0, "limit": 1})).await;
    let (_, first) = portal.rest("event.offline.list", json!({})).await;
    assert_eq!((&first["total"], &first["next"]), (&json!(60), &json!(50)));
    assert_eq!(first["result"].as_array().unwrap().len(), 50);
    let row = &first["result"][0];
    assert_eq!(
        (&row["PROCESS_ID"], &row["ERROR"]),
        (&reserved["process_id"], &json!("0"))
    );
    let (_, last) = portal
        .rest("event.offline.list", json!({"start": "50"}))
        .await;
    assert_eq!(
        (last["result"].as_array().unwrap().len(), last.get("next")),
        (10, None)
    );
}
