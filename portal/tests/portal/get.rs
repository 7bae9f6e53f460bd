//! `event.get` and `events`, contract §3.3 and §3.4.

use serde_json::{Value, json};

use crate::running::Running;

#[tokio::test]
async fn types_and_order_are_the_portals() {
    let portal = Running::start().await;
    assert_eq!(portal.result("event.get", json!({})).await, json!([]));
    portal.bind("onCrmLeadAdd", "https://x.y/1").await;
    portal
        .result(
            "event.bind",
            json!({"event": "ONCRMDEALUPDATE", "event_type": "offline"}),
        )
        .await;
    let with_connector = json!({"event": "ONAPPTEST", "handler": "https://x.y/2", "auth_type": 15, "auth_connector": "c"});
    portal.result("event.bind", with_connector).await;
    let expected = json!([
        {"event": "ONCRMLEADADD", "handler": "https://x.y/1", "auth_type": "0", "offline": 0},
        {"event": "ONCRMDEALUPDATE", "connector_id": "", "offline": 1},
        {"event": "ONAPPTEST", "handler": "https://x.y/2", "auth_type": "15", "offline": 0},
    ]);
    assert_eq!(portal.result("event.get", json!({})).await, expected);
}

#[tokio::test]
async fn a_user_without_rights_sees_their_own() {
    let portal = Running::start().await;
    for user in [0, 2, 15] {
        let params = json!({"event": "ONAPPTEST", "handler": "https://x.y/h", "auth_type": user});
        portal.result("event.bind", params).await;
    }
    portal
        .result(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "event_type": "offline"}),
        )
        .await;
    let (_, body) = portal.call(&portal.user(), "event.get", json!({})).await;
    let own =
        json!([{"event": "ONAPPTEST", "handler": "https://x.y/h", "auth_type": "2", "offline": 0}]);
    assert_eq!(body["result"], own);
}

#[tokio::test]
async fn the_types_can_drift() {
    let portal = Running::start().await;
    portal.switch(json!({"types": "numbers"})).await;
    portal.bind("ONAPPTEST", "https://x.y/h").await;
    assert_eq!(
        portal.result("event.get", json!({})).await[0]["auth_type"],
        json!(0)
    );
    assert_eq!(portal.result("profile", json!({})).await["ID"], json!(1));
}

#[tokio::test]
async fn slashes_are_escaped() {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", "https://x.y/h").await;
    let url = portal.url(&format!("rest/event.get?auth={}", portal.admin()));
    let text = portal
        .client
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(text.contains(r#""handler":"https:\/\/x.y\/h""#), "{text}");
}

#[tokio::test]
async fn events_by_scope() {
    let portal = Running::start().await;
    portal.switch(json!({"scopes": ["crm"]})).await;
    for (params, count, has, lacks) in [
        (json!({}), 106, "ONCRMLEADADD", "ONTASKADD"),
        (json!({"full": 1}), 209, "ONTASKADD", "NOPE"),
        (
            json!({"full": "false"}),
            209,
            "CATALOG.PRODUCT.ON.ADD",
            "NOPE",
        ),
        (json!({"full": "0"}), 106, "ONAPPTEST", "ONTASKADD"),
        (json!({"scope": ""}), 7, "ONAPPTEST", "ONCRMLEADADD"),
        (
            json!({"scope": "task", "full": 1}),
            6,
            "ONTASKADD",
            "ONAPPTEST",
        ),
        (json!({"SCOPE": "nope"}), 0, "", "ONAPPTEST"),
    ] {
        let result = portal.result("events", params.clone()).await;
        let codes: Vec<&str> = result
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(codes.len(), count, "{params}");
        assert!(has.is_empty() || codes.contains(&has), "{params}: {has}");
        assert!(!codes.contains(&lacks), "{params}: {lacks}");
    }
}
