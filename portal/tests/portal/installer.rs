//! What installers call besides `event.bind`: options, users, placements.

use serde_json::json;

use crate::running::{Running, short};

#[tokio::test]
async fn options_are_those_of_the_frame() {
    let portal = Running::start().await;
    assert_eq!(portal.result("app.option.get", json!({})).await, json!([]));
    let set = json!({"options": {"a": 5, "b": "x"}});
    assert_eq!(
        portal.result("app.option.set", set.clone()).await,
        json!(true)
    );
    assert_eq!(
        portal.result("app.option.get", json!({})).await,
        json!({"a": "5", "b": "x"})
    );
    assert_eq!(
        portal
            .result("app.option.get", json!({"option": "b"}))
            .await,
        json!("x")
    );
    let frame = portal.control("frame", json!({})).await;
    assert_eq!(
        frame["initData"]["APP_OPTIONS"],
        json!({"a": "5", "b": "x"})
    );
    let by_user = portal
        .call(&portal.user(), "app.option.set", set.clone())
        .await;
    let needed = "Administrator authorization required";
    assert_eq!(short(&by_user), json!([403, "AccessException", needed]));
    let own = portal
        .call(&portal.user(), "user.option.set", set.clone())
        .await;
    assert_eq!(short(&own), json!([200, true]));
    assert_eq!(
        portal.result("user.option.get", json!({})).await,
        json!([]),
        "of another user"
    );
    let empty = portal.rest("user.option.set", json!({"options": []})).await;
    assert_eq!(
        short(&empty),
        json!([400, "ArgumentNullException", "options is empty"])
    );
    let hook = portal.webhook("app.option.get", json!({})).await;
    assert_eq!(
        short(&hook),
        json!([403, "AccessException", "Application context required"])
    );
}

#[tokio::test]
async fn users_are_found() {
    let portal = Running::start().await;
    let (_, all) = portal.rest("user.get", json!({})).await;
    assert_eq!(
        (&all["total"], &all["result"][1]["NAME"]),
        (&json!(3), &json!("Second"))
    );
    for filter in [json!({"ID": 15}), json!({"FILTER": {"ID": ["15"]}})] {
        let found = portal.result("user.get", filter).await;
        assert_eq!(
            json!([found.as_array().unwrap().len(), found[0]["ID"]]),
            json!([1, "15"])
        );
    }
    assert_eq!(portal.result("user.admin", json!({})).await, json!(true));
    let other = portal.call(&portal.user(), "user.admin", json!({})).await;
    assert_eq!(other.1["result"], json!(false));
}

#[tokio::test]
async fn placements_are_bound_listed_opened_and_unbound() {
    let portal = Running::start().await;
    let bind = json!({"PLACEMENT": "crm_deal_detail_tab", "HANDLER": "https://app.example/tab?x=1", "TITLE": "Tab"});
    assert_eq!(
        portal.result("placement.bind", bind.clone()).await,
        json!(true)
    );
    let again = short(&portal.rest("placement.bind", bind).await);
    let text = "Unable to set placement handler: Handler already binded";
    assert_eq!(again, json!([400, "ERROR_CORE", text]));
    let bound = portal.result("placement.get", json!({})).await;
    let shown = json!([{"placement": "CRM_DEAL_DETAIL_TAB", "userId": 0,
        "handler": "https://app.example/tab?x=1", "title": "Tab", "description": "",
        "groupName": "", "options": [], "langAll": []}]);
    assert_eq!(bound, shown);
    let all = portal.result("placement.list", json!({})).await;
    assert!(
        all.as_array()
            .unwrap()
            .contains(&json!("CRM_DEAL_DETAIL_TAB"))
    );
    let opening = json!({"placement": "CRM_DEAL_DETAIL_TAB", "placementOptions": {"ID": "7"}});
    let frame = portal.control("frame", opening).await;
    let action = frame["action"].as_str().unwrap();
    assert!(
        action.starts_with("https://app.example/tab?x=1&DOMAIN="),
        "{action}"
    );
    assert_eq!(frame["appOrigin"], "https://app.example");
    let unbind = json!({"PLACEMENT": "CRM_DEAL_DETAIL_TAB"});
    assert_eq!(
        portal.result("placement.unbind", unbind).await,
        json!({"count": 1})
    );
    assert_eq!(portal.result("placement.get", json!({})).await, json!([]));
}

#[tokio::test]
async fn wrong_placements_are_refused() {
    let portal = Running::start().await;
    let url = "https://app.example/";
    for (params, code) in [
        (json!({"HANDLER": url}), "ERROR_ARGUMENT"),
        (
            json!({"PLACEMENT": "CRM_DEAL_DETAIL_TAB"}),
            "ERROR_ARGUMENT",
        ),
        (
            json!({"PLACEMENT": "NO_SUCH", "HANDLER": url}),
            "ERROR_PLACEMENT_NOT_FOUND",
        ),
        (
            json!({"PLACEMENT": "CALL_CARD", "HANDLER": "http://localhost/"}),
            "ERROR_WRONG_HANDLER_URL",
        ),
    ] {
        let (status, body) = portal.rest("placement.bind", params).await;
        assert_eq!((status, &body["error"]), (400, &json!(code)));
    }
    let params = json!({"PLACEMENT": "CRM_DYNAMIC_177_DETAIL_TAB", "HANDLER": url});
    let by_user = portal
        .call(&portal.user(), "placement.bind", params.clone())
        .await;
    assert_eq!(
        short(&by_user),
        json!([403, "ACCESS_DENIED", "Access denied!"])
    );
    let (status, body) = portal.webhook("placement.bind", params.clone()).await;
    assert_eq!((status, &body["error"]), (403, &json!("WRONG_AUTH_TYPE")));
    assert_eq!(portal.result("placement.bind", params).await, json!(true));
}
