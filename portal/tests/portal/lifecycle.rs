//! The app's life, contract §9.5 and the end of §3.1.

use serde_json::{Value, json};

use crate::running::Running;

async fn bound(portal: &Running) {
    for event in [
        "ONAPPINSTALL",
        "ONAPPUPDATE",
        "ONAPPUNINSTALL",
        "ONCRMLEADADD",
    ] {
        portal.bind(event, &portal.inbox(event)).await;
    }
    portal
        .result(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "event_type": "offline"}),
        )
        .await;
    portal
        .webhook(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "handler": "https://x.y/"}),
        )
        .await;
}

async fn events(portal: &Running) -> Vec<String> {
    let name = |handler: &Value| {
        format!("{} {}", handler["application"], handler["event"]).replace('"', "")
    };
    portal.handlers().await.iter().map(name).collect()
}

#[tokio::test]
async fn an_update_tells_the_app_and_removes_its_handlers() {
    let portal = Running::start().await;
    bound(&portal).await;
    let state = portal
        .control("application", json!({"action": "update"}))
        .await;
    assert_eq!(state["application"]["version"], 2);
    let message = portal.arrived("ONAPPUPDATE", 1).await.remove(0);
    let data = json!({"VERSION": "2", "PREVIOUS_VERSION": "1", "LANGUAGE_ID": "en"});
    assert_eq!(message["fields"]["data"], data);
    assert_eq!(events(&portal).await, ["webhook.1 ONCRMLEADADD"]);
    assert_eq!(portal.result("app.info", json!({})).await["VERSION"], 2);
}

#[tokio::test]
async fn an_update_can_keep_the_handlers() {
    let portal = Running::start().await;
    portal.switch(json!({"updateHandlers": "kept"})).await;
    bound(&portal).await;
    portal
        .control("application", json!({"action": "update"}))
        .await;
    let kept = [
        "app ONAPPUPDATE",
        "app ONAPPUNINSTALL",
        "app ONCRMLEADADD",
        "app ONCRMLEADADD",
        "webhook.1 ONCRMLEADADD",
    ];
    assert_eq!(events(&portal).await, kept, "all but the installer's own");
}

#[tokio::test]
async fn an_uninstall_takes_handlers_and_queues_along() {
    let portal = Running::start().await;
    bound(&portal).await;
    portal.control("lead", json!({})).await;
    portal
        .control("application", json!({"action": "uninstall", "clean": true}))
        .await;
    let message = portal.arrived("ONAPPUNINSTALL", 1).await.remove(0);
    assert_eq!(
        message["fields"]["data"],
        json!({"LANGUAGE_ID": "en", "CLEAN": "1"})
    );
    let auth = message["fields"]["auth"].as_object().unwrap();
    assert!(!auth.contains_key("access_token") && auth.contains_key("application_token"));
    assert_eq!(events(&portal).await, ["webhook.1 ONCRMLEADADD"]);
    assert_eq!(
        portal.rest("profile", json!({})).await.1["error"],
        "APPLICATION_NOT_FOUND"
    );
    portal
        .control("application", json!({"action": "install"}))
        .await;
    assert_eq!(portal.result("event.get", json!({})).await, json!([]));
    assert_eq!(
        portal.result("event.offline.list", json!({})).await,
        json!([])
    );
}
