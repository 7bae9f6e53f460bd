//! Methods that the portal has not, other formats of the answer, and REST v3.

use serde_json::{Value, json};

use crate::running::{Running, answer, short};

#[tokio::test]
async fn a_stub_answers_a_method_that_the_portal_has_not() {
    let portal = Running::start().await;
    let stubs = json!([
        {"method": "imbot.register", "result": 39},
        {"prefix": "entity.", "error": {"error": "ERROR_X", "description": "no"}},
        {"method": "once.only", "result": {"a": [1]}, "times": 1},
    ]);
    portal.control("stubs", stubs).await;
    assert_eq!(portal.result("ImBot.Register", json!({})).await, json!(39));
    let refused = portal.rest("entity.add", json!({})).await;
    assert_eq!(short(&refused), json!([400, "ERROR_X", "no"]));
    let (_, body) = portal.rest("once.only", json!({})).await;
    assert_eq!(body["result"], json!({"a": [1]}));
    assert!(body["time"]["start"].is_number(), "{body}");
    let gone = portal.rest("once.only", json!({})).await;
    assert_eq!(
        short(&gone),
        json!([404, "ERROR_METHOD_NOT_FOUND", "Method not found!"])
    );
    assert_eq!(portal.look("stubs").await[2]["times"], 0);
    let unknown = portal.call("wrong", "imbot.register", json!({})).await;
    assert_eq!(unknown.1["error"], "invalid_token", "a caller is needed");
    let url = portal.url("control/stubs");
    assert_eq!(answer(portal.client.delete(url)).await, (200, json!([])));
}

#[tokio::test]
async fn a_stub_answers_inside_a_batch() {
    let portal = Running::start().await;
    portal
        .control("stubs", json!({"prefix": "imbot.", "result": 39}))
        .await;
    let cmd = json!({"bot": "imbot.register?CODE=x", "event": "event.bind?event=ONAPPTEST&handler=https://x.y/$result[bot]"});
    let found = portal.result("batch", json!({"cmd": cmd})).await;
    assert_eq!(found["result"], json!({"bot": 39, "event": true}));
    assert_eq!(portal.handlers().await[0]["handler"], "https://x.y/39");
}

#[tokio::test]
async fn a_wrong_stub_is_refused() {
    let portal = Running::start().await;
    for (stub, text) in [
        (
            json!({"method": "Event.Bind"}),
            "the portal has `Event.Bind` itself",
        ),
        (json!({"result": 1}), "either `method` or `prefix`"),
        (
            json!({"method": "a.b", "prefix": "a."}),
            "either `method` or `prefix`",
        ),
    ] {
        let (status, body) = portal.try_control("stubs", stub).await;
        let said = body["error_description"].as_str().unwrap();
        assert!(status == 400 && said.contains(text), "{said}");
    }
}

#[tokio::test]
async fn an_unknown_method_is_noted_with_the_nearest() {
    let portal = Running::start().await;
    portal.rest("event.bnid", json!({})).await;
    portal
        .rest("batch", json!({"cmd": ["profile", "crm.deal.gte?id=1"]}))
        .await;
    portal.rest("profile", json!({})).await;
    let journal = portal.look("requests").await;
    let note = "this portal has no method `event.bnid`; the nearest: `event.bind`, ";
    let said = journal[0]["warning"].as_str().unwrap();
    assert!(said.starts_with(note), "{said}");
    let said = journal[1]["warning"].as_str().unwrap();
    assert!(
        said.contains("`crm.deal.gte`; the nearest: `crm.deal.get`"),
        "{said}"
    );
    assert_eq!(journal[2]["warning"], Value::Null);
}

#[tokio::test]
async fn answers_come_as_xml_too() {
    let portal = Running::start().await;
    let url = portal.url(&format!("rest/scope.xml?auth={}", portal.admin()));
    portal.switch(json!({"scopes": ["crm", "im"]})).await;
    let response = portal.client.get(url).send().await.unwrap();
    assert_eq!(
        response.headers()["content-type"],
        "text/xml; charset=utf-8"
    );
    let xml = response.text().await.unwrap();
    let start = "<response><result><item>crm</item><item>im</item></result><time><start>";
    assert!(
        xml.starts_with(start) && xml.ends_with("</time></response>"),
        "{xml}"
    );
    let response = portal.client.get(portal.url("rest/no.such.xml"));
    let response = response.send().await.unwrap();
    assert_eq!(response.status(), 404);
    let xml = "<response><error>ERROR_METHOD_NOT_FOUND</error>\
               <error_description>Method not found!</error_description></response>";
    assert_eq!(response.text().await.unwrap(), xml);
}

#[tokio::test]
async fn rest_v3_has_its_own_errors_and_no_event_methods() {
    let portal = Running::start().await;
    let webhook = portal.text("webhook").replace("/rest/", "/rest/api/");
    for url in [
        portal.url("rest/api/event.bind"),
        format!("{webhook}event.bind"),
    ] {
        let (status, body) = answer(portal.client.post(url).json(&json!({}))).await;
        let error =
            json!({"error": {"code": "ERROR_METHOD_NOT_FOUND", "message": "Method not found!"}});
        assert_eq!((status, body), (404, error));
    }
    portal
        .control("stubs", json!({"method": "tasks.task.get", "result": 1}))
        .await;
    let url = format!("{webhook}tasks.task.get");
    let (status, body) = answer(portal.client.post(url)).await;
    assert_eq!((status, &body["result"]), (200, &json!(1)));
    let url = portal.url("rest/api/tasks.task.get");
    let (status, body) = answer(portal.client.post(url)).await;
    assert_eq!(
        (status, &body["error"]["code"]),
        (401, &json!("NO_AUTH_FOUND"))
    );
    let journal = portal.look("requests").await;
    assert_eq!(journal[0]["path"], "/rest/api/event.bind");
}

#[tokio::test]
async fn all_scopes_are_listed() {
    let portal = Running::start().await;
    let all = portal.result("scope", json!({"full": true})).await;
    for scope in [
        "crm",
        "bizproc",
        "placement",
        "user_basic",
        "humanresources.hcmlink",
    ] {
        assert!(all.as_array().unwrap().contains(&json!(scope)), "{scope}");
    }
    assert_eq!(
        portal.result("scope", json!({})).await,
        all,
        "all are granted"
    );
}
