//! `event.unbind`, contract §3.2.

use serde_json::{Value, json};

use crate::running::{Running, short};

const HANDLER: &str = "https://x.y/h";

/// One handler each of nobody, user 1, user 2 (with a connector too) and user 15.
async fn bound() -> Running {
    let portal = Running::start().await;
    for (user, connector) in [(0, ""), (1, ""), (2, ""), (2, "mine"), (15, "")] {
        let params = json!({
            "event": "ONCRMLEADADD", "handler": HANDLER, "auth_type": user, "auth_connector": connector,
        });
        portal.result("event.bind", params).await;
    }
    portal
}

async fn left(portal: &Running) -> Vec<i64> {
    portal
        .handlers()
        .await
        .iter()
        .map(|handler| handler["authType"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn whose_handlers_go() {
    let absent = Value::Null;
    let denied = json!([
        403,
        "ACCESS_DENIED",
        "Access denied! Event unbinding with AUTH_TYPE requires administrator access rights"
    ]);
    let count = |count: i64| json!([200, {"count": count}]);
    let rows: [(bool, Option<Value>, Value, Vec<i64>); 11] = [
        (true, None, count(5), vec![]),
        (true, Some(absent.clone()), count(5), vec![]),
        (true, Some(json!(0)), count(1), vec![1, 2, 2, 15]),
        (true, Some(json!("")), count(1), vec![1, 2, 2, 15]),
        (true, Some(json!("2")), count(2), vec![0, 1, 15]),
        (false, None, count(2), vec![0, 1, 15]),
        (false, Some(absent), count(2), vec![0, 1, 15]),
        (false, Some(json!(2)), count(2), vec![0, 1, 15]),
        (
            false,
            Some(json!("2")),
            denied.clone(),
            vec![0, 1, 2, 2, 15],
        ),
        (false, Some(json!(0)), denied.clone(), vec![0, 1, 2, 2, 15]),
        (false, Some(json!(15)), denied, vec![0, 1, 2, 2, 15]),
    ];
    for (admin, auth_type, expected, kept) in rows {
        let portal = bound().await;
        let token = if admin { portal.admin() } else { portal.user() };
        let mut params = json!({"event": "onCrmLeadAdd", "handler": HANDLER});
        if let Some(auth_type) = &auth_type {
            params["auth_type"] = auth_type.clone();
        }
        let answer = portal.call(&token, "event.unbind", params).await;
        assert_eq!(
            short(&answer),
            expected,
            "admin {admin}, auth_type {auth_type:?}"
        );
        assert_eq!(
            left(&portal).await,
            kept,
            "admin {admin}, auth_type {auth_type:?}"
        );
    }
}

#[tokio::test]
async fn checks_come_in_the_portals_order() {
    let portal = Running::start().await;
    let user = portal.user();
    for (params, expected) in [
        (
            json!({"event_type": "x"}),
            json!([400, "ERROR_ARGUMENT", "Argument 'EVENT' is null or empty"]),
        ),
        (
            json!({"event": "A", "event_type": "x", "auth_type": 1}),
            json!([
                400,
                "ERROR_ARGUMENT",
                "Value must be one of {online|offline}"
            ]),
        ),
        (
            json!({"event": "A", "event_type": "offline", "auth_type": 1}),
            json!([
                403,
                "ACCESS_DENIED",
                "Access denied! Offline events unbinding requires administrator access rights"
            ]),
        ),
        (
            json!({"event": "A", "auth_type": 1}),
            json!([400, "ERROR_ARGUMENT", "Argument 'HANDLER' is null or empty"]),
        ),
        (
            json!({"event": "A", "handler": "no url", "auth_type": 1}),
            json!([
                403,
                "ACCESS_DENIED",
                "Access denied! Event unbinding with AUTH_TYPE requires administrator access rights"
            ]),
        ),
        (
            json!({"event": "A", "handler": "no url"}),
            json!([200, {"count": 0}]),
        ),
    ] {
        let answer = portal.call(&user, "event.unbind", params.clone()).await;
        assert_eq!(short(&answer), expected, "{params}");
    }
}

#[tokio::test]
async fn the_handler_is_compared_exactly() {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", "https://x.y/h/").await;
    for (handler, count) in [
        ("https://x.y/h", 0),
        ("https://X.y/h/", 0),
        ("https://x.y/h/", 1),
    ] {
        let result = portal
            .result(
                "event.unbind",
                json!({"event": "ONAPPTEST", "handler": handler}),
            )
            .await;
        assert_eq!(result, json!({"count": count}), "{handler}");
    }
}

#[tokio::test]
async fn offline_handlers_go_by_connector() {
    let portal = Running::start().await;
    let params = |connector: &str| json!({"event": "ONCRMLEADADD", "event_type": "offline", "auth_connector": connector});
    portal.result("event.bind", params("")).await;
    portal.result("event.bind", params("mine")).await;
    assert_eq!(
        portal.result("event.unbind", params("other")).await,
        json!({"count": 0})
    );
    assert_eq!(
        portal.result("event.unbind", params("mine")).await,
        json!({"count": 1})
    );
    let left = portal.handlers().await;
    assert_eq!((left.len(), &left[0]["connector"]), (1, &json!("")));
}

#[tokio::test]
async fn another_application_is_left_alone() {
    let portal = Running::start().await;
    let params = json!({"event": "ONAPPTEST", "handler": HANDLER});
    portal.result("event.bind", params.clone()).await;
    let answer = portal.webhook("event.unbind", params).await;
    assert_eq!(short(&answer), json!([200, {"count": 0}]));
    assert_eq!(portal.handlers().await.len(), 1);
}
