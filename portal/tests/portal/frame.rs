//! The frame, contract §8.

use serde_json::{Value, json};

use crate::running::{Running, answer, at};
use bx24_portal::Config;

#[tokio::test]
async fn a_frame_is_opened_as_a_portal_does() {
    let portal = Running::start().await;
    let frame = portal.control("frame", json!({"user": 2})).await;
    let domain = portal
        .text("portal")
        .replace("http://", "")
        .replace('/', "");
    let sid = frame["appSid"].as_str().unwrap();
    assert_eq!(sid.len(), 32);
    assert_eq!(frame["name"], format!("{domain}|0|{sid}"));
    let encoded = domain.replace(':', "%3A");
    let action = format!(
        "{}?DOMAIN={encoded}&PROTOCOL=0&LANG=en&APP_SID={sid}",
        portal.text("app")
    );
    assert_eq!(frame["action"], action);
    assert_eq!(
        format!("{}/", frame["appOrigin"].as_str().unwrap()),
        portal.text("app")
    );
    let fields = frame["fields"].as_object().unwrap();
    let names: Vec<&String> = fields.keys().collect();
    assert_eq!(
        names,
        [
            "AUTH_ID",
            "AUTH_EXPIRES",
            "REFRESH_ID",
            "SERVER_ENDPOINT",
            "APPLICATION_TOKEN",
            "APPLICATION_SCOPE",
            "member_id",
            "status",
            "PLACEMENT",
        ]
    );
    let token = fields["AUTH_ID"].as_str().unwrap();
    assert_eq!(
        portal.call(token, "profile", json!({})).await.1["result"]["ID"],
        "2"
    );
    let other = portal.control("frame", json!({})).await;
    assert_ne!(other["appSid"], frame["appSid"]);
}

async fn ask(portal: &Running, sid: &Value, command: &str, params: Value) -> Value {
    portal
        .control(
            &format!("frame/{command}"),
            json!({"appSid": sid, "params": params}),
        )
        .await
}

#[tokio::test]
async fn init_data_says_first_run_once() {
    let portal = Running::start().await;
    let sid = portal.control("frame", json!({"user": 1})).await["appSid"].clone();
    let first = ask(&portal, &sid, "getInitData", json!({})).await;
    assert_eq!(
        (&first["FIRST_RUN"], &first["IS_ADMIN"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        (&first["PROTOCOL"], &first["PATH"]),
        (&json!(0), &json!("/rest"))
    );
    assert_eq!(
        (&first["USER_OPTIONS"], &first["APP_OPTIONS"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(first["AUTH_EXPIRES"], "3600");
    assert_eq!(
        ask(&portal, &sid, "getInitData", json!({})).await["FIRST_RUN"],
        false
    );
    ask(&portal, &sid, "setInstall", json!({"install": true})).await;
    let next = portal.control("frame", json!({"user": 1})).await;
    assert_eq!(next["initData"]["FIRST_RUN"], false, "this user has run it");
}

#[tokio::test]
async fn is_admin_of_the_frame_can_lie() {
    let portal = Running::start().await;
    portal.switch(json!({"frameIsAdmin": true})).await;
    let frame = portal.control("frame", json!({"user": 2})).await;
    assert_eq!(frame["initData"]["IS_ADMIN"], true);
    let token = frame["initData"]["AUTH_ID"].as_str().unwrap();
    assert_eq!(
        portal.call(token, "profile", json!({})).await.1["result"]["ADMIN"],
        false
    );
    portal
        .switch(json!({"frameIsAdmin": null, "admins": [2]}))
        .await;
    assert_eq!(
        portal.call(token, "profile", json!({})).await.1["result"]["ADMIN"],
        true
    );
}

#[tokio::test]
async fn refresh_succeeds_fails_or_stays_silent() {
    let portal = Running::start().await;
    let frame = portal.control("frame", json!({"user": 2})).await;
    let sid = &frame["appSid"];
    portal.control("expire-tokens", json!({})).await;
    let old = frame["initData"]["AUTH_ID"].as_str().unwrap();
    assert_eq!(
        portal.call(old, "profile", json!({})).await.1["error"],
        "expired_token"
    );
    let fresh = ask(&portal, sid, "refreshAuth", json!({})).await;
    let token = fresh["AUTH_ID"].as_str().unwrap();
    assert_eq!(
        portal.call(token, "profile", json!({})).await.1["result"]["ID"],
        "2"
    );
    assert_eq!(fresh["AUTH_EXPIRES"], "3600");
    portal.switch(json!({"refresh": "failure"})).await;
    let body = json!({"appSid": sid});
    assert_eq!(
        portal
            .try_control("frame/refreshAuth", body.clone())
            .await
            .0,
        400
    );
    portal.switch(json!({"refresh": "silence"})).await;
    let request = portal
        .client
        .post(portal.url("control/frame/refreshAuth"))
        .json(&body);
    let silent = request
        .timeout(std::time::Duration::from_millis(300))
        .send()
        .await;
    assert!(silent.unwrap_err().is_timeout());
    let journal = portal.look("requests").await;
    let refreshes = journal.as_array().unwrap().iter();
    let refreshes = refreshes.filter(|entry| entry["method"] == "frame:refreshAuth");
    let refreshes = refreshes.map(|entry| json!([entry["user"], entry["status"]]));
    assert_eq!(
        refreshes.collect::<Vec<Value>>(),
        [json!([2, 200]), json!([2, 400]), json!([2, null])]
    );
}

#[tokio::test]
async fn options_are_kept_as_strings() {
    let portal = Running::start().await;
    let sid = portal.control("frame", json!({"user": 1})).await["appSid"].clone();
    let set = ask(
        &portal,
        &sid,
        "setAppOption",
        json!({"name": "a", "value": 5}),
    )
    .await;
    assert_eq!(set, json!({"a": "5"}));
    let echoed = ask(
        &portal,
        &sid,
        "setUserOption",
        json!({"name": "b", "value": "x"}),
    )
    .await;
    assert_eq!(echoed, json!({"name": "b", "value": "x"}));
    let data = ask(&portal, &sid, "getInitData", json!({})).await;
    assert_eq!(
        (&data["APP_OPTIONS"], &data["USER_OPTIONS"]),
        (&json!({"a": "5"}), &json!({"b": "x"}))
    );
    let other = portal.control("frame", json!({"user": 2})).await;
    assert_eq!(
        other["initData"]["USER_OPTIONS"],
        json!([]),
        "options of users are their own"
    );
    let refused = json!({"appSid": other["appSid"], "params": {"name": "a", "value": 1}});
    assert_eq!(
        portal.try_control("frame/setAppOption", refused).await.0,
        403
    );
}

#[tokio::test]
async fn an_app_that_is_not_installed_is_opened_to_install_it() {
    let portal = Running::start().await;
    portal.switch(json!({"installed": false})).await;
    let (status, refused) = portal.try_control("frame", json!({"user": 2})).await;
    assert_eq!((status, &refused["error"]), (403, &json!("NOT_INSTALLED")));
    let frame = portal.control("frame", json!({"user": 1})).await;
    assert_eq!(frame["initData"]["INSTALL"], true);
    portal.bind("ONAPPINSTALL", &portal.inbox("install")).await;
    ask(&portal, &frame["appSid"], "setInstallFinish", json!({})).await;
    assert_eq!(portal.look("state").await["application"]["installed"], true);
    let message = portal.arrived("install", 1).await.remove(0);
    let data = json!({"VERSION": "1", "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": "en"});
    assert_eq!(message["fields"]["data"], data);
    assert!(message["fields"]["auth"]["refresh_token"].is_string());
}

#[tokio::test]
async fn a_users_own_app_is_opened_at_its_own_address() {
    let portal = Running::with(Config {
        user: Some(2),
        ..at("http://localhost:5173/path?x=1")
    })
    .await;
    let frame = portal.control("frame", json!({})).await;
    let action = frame["action"].as_str().unwrap();
    assert!(
        action.starts_with("http://localhost:5173/path?x=1&DOMAIN="),
        "{action}"
    );
    assert_eq!(frame["appOrigin"], "http://localhost:5173");
    assert_eq!(frame["initData"]["IS_ADMIN"], false, "opened as user 2");
    assert_eq!(
        answer(portal.client.get(portal.url("control/state")))
            .await
            .1["user"],
        json!({"id": 2, "admin": false})
    );
}

#[tokio::test]
async fn a_placement_gets_its_options() {
    let portal = Running::start().await;
    let opening = json!({"placement": "crm_deal_detail_tab", "placementOptions": {"ID": "a/5"}});
    let frame = portal.control("frame", opening).await;
    assert_eq!(frame["fields"]["PLACEMENT"], "CRM_DEAL_DETAIL_TAB");
    assert_eq!(frame["fields"]["PLACEMENT_OPTIONS"], r#"{"ID":"a\/5"}"#);
    assert_eq!(frame["initData"]["PLACEMENT_OPTIONS"], json!({"ID": "a/5"}));
}

#[tokio::test]
async fn placement_options_may_be_a_query_as_php_reads_it() {
    let portal = Running::start().await;
    let opening = json!({"placementOptions": "ID=5&a[b]=x%26y"});
    let frame = portal.control("frame", opening).await;
    let options = &frame["initData"]["PLACEMENT_OPTIONS"];
    assert_eq!(*options, json!({"ID": "5", "a": {"b": "x&y"}}));
}

#[tokio::test]
async fn messages_of_the_frame_are_kept_without_tokens() {
    let portal = Running::start().await;
    let out = json!({"direction": "out", "command": "refreshAuth", "value": {"AUTH_ID": "secret"}});
    portal.control("frame-messages", out).await;
    let kept = portal.look("frame-messages").await;
    assert_eq!(kept[0]["value"], json!({"AUTH_ID": "***"}));
    assert_eq!(
        (&kept[0]["direction"], &kept[0]["note"]),
        (&json!("out"), &Value::Null)
    );
    let wrong = json!({"direction": "up", "command": "x"});
    let (status, text) = portal.try_control("frame-messages", wrong).await;
    assert_eq!(status, 400, "{text}");
    portal.control("reset", json!({})).await;
    assert_eq!(portal.look("frame-messages").await, json!([]));
}
