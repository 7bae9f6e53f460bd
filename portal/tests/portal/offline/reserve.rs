//! `event.offline.get` reserves rows.

use serde_json::{Value, json};

use super::{get, ids, leads, list, queueing};
use crate::running::short;

#[tokio::test]
async fn rule_4_reservations_are_disjoint() {
    let portal = queueing().await;
    leads(&portal, 1..=5).await;
    let first = get(&portal, json!({"clear": 0, "limit": 2})).await;
    let second = get(&portal, json!({"clear": "0"})).await;
    assert_eq!(
        (ids(&first["events"]), ids(&second["events"])),
        (
            vec!["1".into(), "2".into()],
            vec!["3".into(), "4".into(), "5".into()]
        )
    );
    assert_eq!(first["process_id"].as_str().unwrap().len(), 32);
    assert_ne!(first["process_id"], second["process_id"]);
    let empty = get(&portal, json!({"clear": 0})).await;
    assert!(
        empty["process_id"].is_string() && empty["events"] == json!([]),
        "{empty}"
    );
    let again = get(
        &portal,
        json!({"clear": 0, "process_id": first["process_id"]}),
    )
    .await;
    assert_eq!(
        (ids(&again["events"]), &again["process_id"]),
        (ids(&first["events"]), &first["process_id"])
    );
    get(
        &portal,
        json!({"clear": 1, "process_id": second["process_id"], "limit": 1}),
    )
    .await;
    let left: Vec<Value> = list(&portal)
        .await
        .iter()
        .map(|row| row["PROCESS_ID"].clone())
        .collect();
    assert_eq!(
        left,
        vec![first["process_id"].clone(); 2],
        "the whole reservation went, beyond the limit too"
    );
}

#[tokio::test]
async fn clear_as_the_word_true_reserves() {
    let portal = queueing().await;
    leads(&portal, [1]).await;
    let found = get(&portal, json!({"clear": "true"})).await;
    assert!(found["process_id"].is_string());
    assert_eq!(list(&portal).await.len(), 1);
    leads(&portal, [2]).await;
    get(&portal, json!({"clear": null})).await;
    assert_eq!(list(&portal).await.len(), 1, "null is the default: clear");
}

#[tokio::test]
async fn reserving_needs_a_licence() {
    let portal = queueing().await;
    portal.switch(json!({"offlineExtended": false})).await;
    let refused = portal
        .rest(
            "event.offline.get",
            json!({"clear": 0, "limit": 0, "filter": "x"}),
        )
        .await;
    let text =
        "This feature is not enabled for the current license: extended offline events handling";
    assert_eq!(short(&refused), json!([403, "WRONG_LICENSE", text]));
    assert_eq!(get(&portal, json!({"clear": 1})).await["events"], json!([]));
    assert_eq!(
        portal
            .result("feature.get", json!({"code": "rest_offline_extended"}))
            .await,
        json!({"value": "N"})
    );
    portal.switch(json!({"selfHosted": true})).await;
    assert!(get(&portal, json!({"clear": 0})).await["process_id"].is_string());
    assert_eq!(
        portal
            .result("feature.get", json!({"code": "rest_offline_extended"}))
            .await,
        json!({"value": "en_selfhosted"})
    );
}
