//! Placements at the control address, and opened in the frame.

use serde_json::{Value, json};

use crate::running::Running;

const CODE: &str = "CRM_DEAL_DETAIL_TAB";

async fn bind(portal: &Running, handler: &str, user: i64) {
    let params = json!({
        "PLACEMENT": CODE, "HANDLER": handler, "TITLE": handler, "USER_ID": user,
    });
    assert_eq!(portal.result("placement.bind", params).await, json!(true));
}

/// The address that this opens, without what the frame adds to it.
async fn opened(portal: &Running, opening: Value) -> String {
    let frame = portal.control("frame", opening).await;
    let action = frame["action"].as_str().unwrap();
    action.split("?DOMAIN=").next().unwrap().to_owned()
}

#[tokio::test]
async fn they_are_listed_with_their_ids() {
    let portal = Running::start().await;
    bind(&portal, "https://a.example/1", 0).await;
    let listed = portal.look("placements").await;
    let expected = json!([{
        "id": 1, "application": "app", "placement": CODE, "handler": "https://a.example/1",
        "user": 0, "title": "https://a.example/1", "description": "", "groupName": "",
        "options": [], "langAll": [],
    }]);
    assert_eq!(listed, expected);
    let uninstall = json!({"action": "uninstall"});
    portal.control("application", uninstall).await;
    assert_eq!(portal.look("placements").await, json!([]));
}

#[tokio::test]
async fn one_of_several_with_a_code_is_opened_by_its_id() {
    let portal = Running::start().await;
    for (handler, user) in [("https://a.example/2", 2), ("https://a.example/all", 0)] {
        bind(&portal, handler, user).await;
    }
    let opening =
        |user: i64, id: Option<i64>| json!({"user": user, "placement": CODE, "placementId": id});
    for (opening, address) in [
        (opening(2, None), "https://a.example/2"),
        (opening(1, None), "https://a.example/all"),
        (opening(2, Some(2)), "https://a.example/all"),
    ] {
        assert_eq!(opened(&portal, opening.clone()).await, address, "{opening}");
    }
    for wrong in [opening(1, Some(1)), opening(1, Some(9))] {
        let (status, body) = portal.try_control("frame", wrong).await;
        let text = body["error_description"].as_str().unwrap();
        assert!(
            status == 400 && text.starts_with("the user sees no placement `"),
            "{text}"
        );
    }
}
