//! Methods around the events, contract §4.

use serde_json::json;

use crate::running::{Running, answer, short};

#[tokio::test]
async fn profile_tells_who_calls() {
    let portal = Running::start().await;
    let (_, body) = portal.call(&portal.user(), "profile", json!({})).await;
    assert_eq!(
        (&body["result"]["ID"], &body["result"]["ADMIN"]),
        (&json!("2"), &json!(false))
    );
    let (_, body) = portal.call(&portal.user(), "user.current", json!({})).await;
    assert_eq!(
        (&body["result"]["ID"], &body["result"]["ACTIVE"]),
        (&json!("2"), &json!(true))
    );
    portal.switch(json!({"scopes": ["user_brief"]})).await;
    assert_eq!(portal.rest("user.current", json!({})).await.0, 200);
    portal.switch(json!({"scopes": ["crm"]})).await;
    assert_eq!(
        portal.rest("user.current", json!({})).await.1["error"],
        "insufficient_scope"
    );
}

#[tokio::test]
async fn app_info_of_an_app_and_of_a_webhook() {
    let portal = Running::start().await;
    portal
        .switch(json!({"paymentExpired": true, "installed": false, "scopes": ["crm"]}))
        .await;
    let info = portal.result("app.info", json!({})).await;
    for (name, value) in [
        ("INSTALLED", json!(false)),
        ("PAYMENT_EXPIRED", json!("Y")),
        ("VERSION", json!(1)),
        ("STATUS", json!("L")),
        ("CODE", portal.ready["clientId"].clone()),
    ] {
        assert_eq!(info[name], value, "{name}");
    }
    let (_, webhook) = portal.webhook("app.info", json!({})).await;
    let names: Vec<&str> = webhook["result"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        (names, &webhook["result"]["SCOPE"]),
        (vec!["SCOPE", "LICENSE"], &json!(["crm"]))
    );
}

#[tokio::test]
async fn scope_and_time() {
    let portal = Running::start().await;
    portal.switch(json!({"scopes": ["crm", "task"]})).await;
    assert_eq!(
        portal.result("scope", json!({})).await,
        json!(["crm", "task"])
    );
    assert!(
        portal
            .result("scope", json!({"full": 1}))
            .await
            .as_array()
            .unwrap()
            .len()
            > 10
    );
    let time = portal.result("server.time", json!({})).await;
    assert!(time.as_str().unwrap().ends_with("+00:00"), "{time}");
}

#[tokio::test]
async fn features_and_methods() {
    let portal = Running::start().await;
    let empty = portal.rest("feature.get", json!({})).await;
    assert_eq!(
        short(&empty),
        json!([400, "CODE_EMPTY", "CODE can't be empty"])
    );
    assert_eq!(
        portal
            .result("feature.get", json!({"CODE": "rest_auth_connector"}))
            .await,
        json!({"value": "Y"})
    );
    assert_eq!(
        portal.result("feature.get", json!({"code": "nope"})).await,
        json!({"value": "N"})
    );
    portal.switch(json!({"scopes": []})).await;
    for (params, existing, available) in [
        (json!({"name": "event.bind"}), true, true),
        (json!({"name": "crm.lead.add"}), true, false),
        (json!({"name": "Event.Bind"}), false, false),
        (json!({"NAME": "event.bind"}), false, false),
        (json!({}), false, false),
    ] {
        let expected = json!({"isExisting": existing, "isAvailable": available});
        assert_eq!(
            portal.result("method.get", params.clone()).await,
            expected,
            "{params}"
        );
    }
    let methods = portal.result("methods", json!({})).await;
    assert!(methods.as_array().unwrap().contains(&json!("event.bind")));
}

#[tokio::test]
async fn superfluous_slashes_do_no_harm() {
    let portal = Running::start().await;
    let url = format!("{}/profile/", portal.text("webhook"));
    assert_eq!(answer(portal.client.get(url)).await.1["result"]["ID"], "1");
}
