//! What is queued, and who is told.

use serde_json::{Value, json};

use super::{get, leads, list, queueing};
use crate::running::Running;

#[tokio::test]
async fn an_event_looks_as_the_portal_shows_it() {
    let portal = queueing().await;
    portal.control("lead", json!({"id": 123, "user": 15})).await;
    portal
        .control("fire", json!({"event": "ONCRMDEALUPDATE"}))
        .await;
    let found = get(&portal, json!({})).await;
    assert_eq!(found["process_id"], Value::Null);
    let event = &found["events"][0];
    assert_eq!(event["ID"], "1");
    assert_eq!(event["EVENT_NAME"], "ONCRMLEADADD");
    assert_eq!(event["EVENT_DATA"], json!({"FIELDS": {"ID": "123"}}));
    assert_eq!(event["EVENT_ADDITIONAL"], json!({"user_id": "15"}));
    assert_eq!(event["MESSAGE_ID"].as_str().unwrap().len(), 32);
    assert_eq!(event["TIMESTAMP_X"].as_str().unwrap().len(), 25);
    assert_eq!(event.get("PROCESS_ID"), None);
    let robot = &found["events"][1];
    assert_eq!(
        (&robot["EVENT_ADDITIONAL"], &robot["EVENT_DATA"]),
        (&json!({"user_id": 0}), &json!({"FIELDS": {"ID": 1}}))
    );
    assert_eq!(
        get(&portal, json!({})).await,
        json!({"process_id": null, "events": []}),
        "getting clears"
    );
}

#[tokio::test]
async fn rule_2_a_repeat_of_a_free_row_is_the_same_row() {
    let portal = queueing().await;
    leads(&portal, [1, 2, 1]).await;
    portal.control("deal", json!({"id": 1})).await;
    portal.control("lead", json!({"id": 2, "user": 15})).await;
    let rows = list(&portal).await;
    let users: Vec<&Value> = rows
        .iter()
        .map(|row| &row["EVENT_ADDITIONAL"]["user_id"])
        .collect();
    assert_eq!(users, ["1", "15", "1"], "the last who did it");
    let names: Vec<&Value> = rows.iter().map(|row| &row["EVENT_NAME"]).collect();
    assert_eq!(names, ["ONCRMLEADADD", "ONCRMLEADADD", "ONCRMDEALUPDATE"]);
    assert_eq!(rows[0]["ID"], "1");
    assert_ne!(
        rows[0]["MESSAGE_ID"], rows[2]["MESSAGE_ID"],
        "another event of the same object"
    );
    get(&portal, json!({"clear": 0, "limit": 1})).await;
    leads(&portal, [1]).await;
    let rows = list(&portal).await;
    assert_eq!(rows.len(), 4, "a reserved row is left alone");
    assert_eq!(rows[0]["MESSAGE_ID"], rows[3]["MESSAGE_ID"]);
}

#[tokio::test]
async fn rule_3_own_changes_are_not_queued() {
    let portal = Running::start().await;
    for connector in ["", "mine"] {
        let params =
            json!({"event": "ONCRMLEADADD", "event_type": "offline", "auth_connector": connector});
        portal.result("event.bind", params).await;
    }
    let count = |connector: &'static str| {
        let portal = &portal;
        async move {
            let found = portal
                .result("event.offline.list", json!({"auth_connector": connector}))
                .await;
            found.as_array().unwrap().len()
        }
    };
    portal
        .result(
            "crm.lead.add",
            json!({"fields": {}, "auth_connector": "mine"}),
        )
        .await;
    assert_eq!((count("").await, count("mine").await), (1, 0));
    portal.result("crm.lead.add", json!({"fields": {}})).await;
    assert_eq!((count("").await, count("mine").await), (1, 1));
    portal.webhook("crm.lead.add", json!({"fields": {}})).await;
    assert_eq!(
        (count("").await, count("mine").await),
        (2, 2),
        "another application's change"
    );
    portal.switch(json!({"ownChanges": "queued"})).await;
    portal.result("crm.lead.add", json!({"fields": {}})).await;
    assert_eq!((count("").await, count("mine").await), (3, 3));
}

#[tokio::test]
async fn new_rows_are_announced() {
    let portal = queueing().await;
    let handler = |name: &str, timeout: i64| {
        json!({
            "event": "ONOFFLINEEVENT", "handler": portal.inbox(name), "options": {"minTimeout": timeout},
        })
    };
    portal.result("event.bind", handler("eager", 0)).await;
    portal.result("event.bind", handler("patient", 60)).await;
    portal
        .webhook(
            "event.bind",
            json!({"event": "ONOFFLINEEVENT", "handler": portal.inbox("other")}),
        )
        .await;
    leads(&portal, [1, 2, 2]).await;
    let eager = portal.arrived("eager", 2).await;
    portal.settle().await;
    assert_eq!(
        portal.arrived("eager", 2).await.len(),
        2,
        "a repeat is no new row"
    );
    assert_eq!(portal.arrived("patient", 1).await.len(), 1);
    assert_eq!(portal.arrived("other", 0).await.len(), 0);
    let sent = &eager[0]["fields"];
    assert_eq!(
        (sent.get("data"), sent["auth"]["refresh_token"].is_string()),
        (None, true)
    );
}

#[tokio::test]
async fn nothing_is_queued_while_the_app_may_not_hear() {
    let portal = queueing().await;
    portal.switch(json!({"installed": false})).await;
    leads(&portal, [1]).await;
    portal.switch(json!({"installed": true})).await;
    assert_eq!(list(&portal).await.len(), 0);
}
