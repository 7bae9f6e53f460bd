//! What is bound, and for whom.

use super::HANDLER;
use serde_json::json;

use crate::running::{Running, short};

#[tokio::test]
async fn identity_is_application_event_handler_user_and_connector() {
    let portal = Running::start().await;
    let base = json!({"event": "ONCRMLEADADD", "handler": HANDLER});
    for change in [
        json!({}),
        json!({"auth_type": 15}),
        json!({"handler": "https://www.my-domain.ru/handler"}),
        json!({"auth_connector": "mine"}),
        json!({"event": "ONCRMDEALADD"}),
    ] {
        let mut params = base.clone();
        params
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        assert_eq!(
            portal.result("event.bind", params.clone()).await,
            json!(true),
            "{change}"
        );
        let (_, again) = portal.rest("event.bind", params).await;
        assert_eq!(again["error"], "ERROR_CORE", "{change}");
    }
    let webhook = portal.webhook("event.bind", base).await;
    assert_eq!(
        short(&webhook),
        json!([200, true]),
        "a webhook is another application"
    );
    assert_eq!(portal.handlers().await.len(), 6);
}

#[tokio::test]
async fn auth_type_is_read_as_an_integer() {
    let portal = Running::start().await;
    for (index, (sent, bound)) in [
        (json!(null), 0),
        (json!(""), 0),
        (json!("garbage"), 0),
        (json!("NaN"), 0),
        (json!(-5), 0),
        (json!("15"), 15),
        (json!(15.9), 15),
        (json!("2x"), 2),
        (json!(true), 1),
    ]
    .into_iter()
    .enumerate()
    {
        let handler = format!("https://x.y/{index}");
        portal
            .result(
                "event.bind",
                json!({"event": "ONAPPTEST", "handler": handler, "auth_type": sent}),
            )
            .await;
        assert_eq!(portal.handlers().await[index]["authType"], bound, "{sent}");
    }
}

#[tokio::test]
async fn a_user_without_rights_binds_for_themselves() {
    let portal = Running::start().await;
    let user = portal.user();
    for (index, auth_type) in [json!(null), json!(0), json!(2), json!("2"), json!(-1)]
        .into_iter()
        .enumerate()
    {
        let handler = format!("https://x.y/{index}");
        let params = json!({"event": "ONAPPTEST", "handler": handler, "auth_type": auth_type});
        let answer = portal.call(&user, "event.bind", params).await;
        assert_eq!(short(&answer), json!([200, true]), "{auth_type}");
    }
    for handler in portal.handlers().await {
        assert_eq!(handler["authType"], 2, "{handler}");
    }
}

#[tokio::test]
async fn only_the_timeout_of_onofflineevent_is_an_option() {
    let portal = Running::start().await;
    let options = json!({"minTimeout": "5", "other": 1});
    for (event, kept) in [
        ("ONOFFLINEEVENT", json!({"minTimeout": 5})),
        ("ONAPPTEST", json!({})),
    ] {
        let params = json!({"event": event, "handler": HANDLER, "options": options});
        portal.result("event.bind", params).await;
        let last = portal.handlers().await.pop().unwrap();
        assert_eq!(last["options"], kept, "{event}");
    }
    let params = json!({"event": "ONOFFLINEEVENT", "handler": "https://x.y/2", "options": "text"});
    assert_eq!(portal.result("event.bind", params).await, json!(true));
}

#[tokio::test]
async fn scopes_decide_which_events_exist() {
    let portal = Running::start().await;
    portal.switch(json!({"scopes": ["task"]})).await;
    let bind = |event: &str| portal.rest("event.bind", json!({"event": event, "handler": HANDLER}));
    assert_eq!(
        bind("ONCRMLEADADD").await.1["error"],
        "ERROR_EVENT_NOT_FOUND"
    );
    assert_eq!(bind("ONTASKADD").await.1["result"], true);
    assert_eq!(bind("ONAPPINSTALL").await.1["result"], true);
}

#[tokio::test]
async fn method_names_have_no_case() {
    let portal = Running::start().await;
    let params = json!({"EVENT": "ONAPPTEST", "Handler": HANDLER});
    assert_eq!(portal.result("Event.Bind.json", params).await, json!(true));
}
