//! `batch`, contract §5.

use serde_json::{Value, json};

use crate::running::Running;

const HANDLER: &str = "https://x.y/h";

async fn batch(portal: &Running, params: Value) -> Value {
    portal.result("batch", params).await
}

#[tokio::test]
async fn each_map_has_the_shape_that_php_gives_it() {
    let portal = Running::start().await;
    let none = batch(&portal, json!({"cmd": []})).await;
    let empty = json!({"result": [], "result_error": [], "result_total": [], "result_next": [], "result_time": []});
    assert_eq!(none, empty);
    let listed = batch(&portal, json!({"cmd": ["nope", "events?scope=task"]})).await;
    assert!(
        listed["result"].is_object() && listed["result"]["1"].is_array(),
        "{listed}"
    );
    assert_eq!(
        listed["result_error"],
        json!([{"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}])
    );
    let named = batch(&portal, json!({"CMD": {"a": "profile", "b": "event.bind"}})).await;
    assert_eq!(named["result"]["a"]["ID"], "1");
    assert_eq!(named["result_error"]["b"]["argument"], "EVENT");
    assert!(named["result_time"]["a"]["operating"].is_number());
    assert_eq!(named["result_time"].get("b"), None);
}

#[tokio::test]
async fn commands_come_in_forms_too() {
    let portal = Running::start().await;
    let body = format!(
        "auth={}&halt=0&cmd[x]=profile&cmd[y]=event.bind%3Fevent%3DONAPPTEST%26handler%3Dhttps%253A%252F%252Fx.y%252F%253Fa%253D1%252526",
        portal.admin()
    );
    let request = portal.client.post(portal.url("rest/batch.json")).body(body);
    let (_, answer) = crate::running::answer(request).await;
    assert_eq!(answer["result"]["result"]["y"], true, "{answer}");
    assert_eq!(portal.handlers().await[0]["handler"], "https://x.y/?a=1%26");
}

#[tokio::test]
async fn halt_stops_at_the_first_failure() {
    let portal = Running::start().await;
    for (halt, ran) in [
        (json!(0), true),
        (json!("0"), true),
        (json!(1), false),
        (json!("false"), false),
    ] {
        let found = batch(
            &portal,
            json!({"cmd": {"a": "nope", "b": "profile"}, "halt": halt}),
        )
        .await;
        assert_eq!(found["result"].get("b").is_some(), ran, "{halt}");
    }
}

#[tokio::test]
async fn fifty_commands_run_and_no_more() {
    let portal = Running::start().await;
    let cmd: Vec<String> = (0..53)
        .map(|at| format!("event.bind?event=ONAPPTEST&handler={HANDLER}/{at}"))
        .collect();
    let found = batch(&portal, json!({"cmd": cmd})).await;
    assert_eq!(found["result"].as_array().unwrap().len(), 50);
    let late = json!({"error": "ERROR_BATCH_LENGTH_EXCEEDED", "error_description": "Max batch length exceeded"});
    assert_eq!(
        found["result_error"],
        json!({"50": late, "51": late, "52": late})
    );
    assert_eq!(portal.handlers().await.len(), 50);
    portal.control("reset", json!({})).await;
    let halted = batch(&portal, json!({"cmd": cmd, "halt": 1})).await;
    assert_eq!(halted["result_error"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn what_may_not_be_in_a_batch() {
    let portal = Running::start().await;
    portal.switch(json!({"scopes": []})).await;
    let cmd = json!({"b": "batch?cmd[]=profile", "d": "download", "s": "crm.lead.add", "n": 7, "l": ["profile"]});
    let found = batch(&portal, json!({"cmd": cmd})).await;
    let denied = json!({"error": "ERROR_BATCH_METHOD_NOT_ALLOWED", "error_description": "Method is not allowed for batch usage"});
    let scope = json!({"error": "insufficient_scope", "error_description": ""});
    assert_eq!(
        found["result_error"],
        json!({"b": denied, "d": denied, "s": scope})
    );
    assert_eq!(
        found["result"],
        json!([]),
        "commands that are no text are skipped"
    );
}

#[tokio::test]
async fn the_connector_counts_on_the_outer_call_only() {
    let portal = Running::start().await;
    let command =
        format!("event.bind?event=ONAPPTEST&handler={HANDLER}&auth_connector=inner&auth=nonsense");
    batch(&portal, json!({"cmd": [command]})).await;
    batch(
        &portal,
        json!({"cmd": [command], "auth_connector": "outer"}),
    )
    .await;
    let connectors: Vec<Value> = portal
        .handlers()
        .await
        .iter()
        .map(|handler| handler["connector"].clone())
        .collect();
    assert_eq!(connectors, ["", "outer"]);
}

#[tokio::test]
async fn macros_and_fragments() {
    let portal = Running::start().await;
    let cmd = json!({
        "who": "profile",
        "bind": format!("event.bind?event=ONAPPTEST&handler={HANDLER}/$result[who][ID]&auth_type=$result[who][ID]#cut&auth_type=15"),
    });
    let found = batch(&portal, json!({"cmd": cmd})).await;
    assert_eq!(found["result"]["bind"], true, "{found}");
    let bound = &portal.handlers().await[0];
    assert_eq!(
        (&bound["handler"], &bound["authType"]),
        (&json!("https://x.y/h/1"), &json!(1))
    );
}

#[tokio::test]
async fn totals_and_next_pages_are_told_by_key() {
    let portal = Running::start().await;
    portal
        .result(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "event_type": "offline"}),
        )
        .await;
    for id in 1..=51 {
        portal.control("lead", json!({"id": id})).await;
    }
    let found = batch(&portal, json!({"cmd": {"l": "event.offline.list", "p": "profile", "e": "event.offline.list?start=50"}})).await;
    assert_eq!(found["result_total"], json!({"l": 51, "e": 51}));
    assert_eq!(found["result_next"], json!({"l": 50}));
}
