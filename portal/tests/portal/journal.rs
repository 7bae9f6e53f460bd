//! What the inbox, the journal and the stream show.

use serde_json::{Value, json};

use crate::listener::Listener;
use crate::running::{Running, answer};

#[tokio::test]
async fn the_inbox_takes_anything() {
    let portal = Running::start().await;
    let url = portal.inbox("demo");
    answer(portal.client.get(format!("{url}?a[b]=1"))).await;
    answer(portal.client.post(&url).json(&json!({"x": [1, true]}))).await;
    answer(portal.client.put(&url).body("plain")).await;
    answer(portal.client.post(portal.inbox("other")).body("a=1")).await;
    let arrived = portal.arrived("demo", 3).await;
    let fields: Vec<&Value> = arrived.iter().map(|message| &message["fields"]).collect();
    assert_eq!(
        fields,
        [
            &json!({"a": {"b": "1"}}),
            &json!({"x": [1, true]}),
            &json!({"plain": ""})
        ]
    );
    assert_eq!(arrived[1]["raw"], r#"{"x":[1,true]}"#);
    let page = portal
        .client
        .get(&url)
        .header("accept", "text/html")
        .send()
        .await
        .unwrap();
    assert!(page.text().await.unwrap().contains("<html"));
    answer(portal.client.delete(&url)).await;
    assert_eq!(portal.arrived("demo", 0).await.len(), 0);
    assert_eq!(
        portal.arrived("other", 1).await.len(),
        1,
        "each inbox is emptied by itself"
    );
}

#[tokio::test]
async fn the_journal_holds_requests_and_no_token() {
    let portal = Running::start().await;
    let cmd = format!("event.get?auth={}", portal.admin());
    portal
        .call(&portal.user(), "batch", json!({"cmd": [cmd]}))
        .await;
    portal.webhook("profile", json!({"x": 1})).await;
    portal.rest("nope", json!({})).await;
    answer(
        portal
            .client
            .get(portal.url("rest/profile"))
            .bearer_auth(portal.admin()),
    )
    .await;
    let journal = portal.look("requests").await;
    let rows: Vec<Value> = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            json!([
                entry["id"],
                entry["verb"],
                entry["path"],
                entry["method"],
                entry["status"],
                entry["application"],
                entry["user"],
                entry["params"]
            ])
        })
        .collect();
    assert_eq!(
        rows,
        [
            json!([1, "POST", "/rest/batch", "batch", 200, "app", 2, {"cmd": ["event.get?auth=***"], "auth": "***"}]),
            json!([2, "POST", "/rest/1/***/profile", "profile", 200, "webhook.1", 1, {"x": 1}]),
            json!([3, "POST", "/rest/nope", "nope", 404, "app", 1, {"auth": "***"}]),
            json!([4, "GET", "/rest/profile", "profile", 200, "app", 1, {}]),
        ]
    );
    for secret in [portal.admin(), portal.user(), portal.text("webhook")] {
        assert!(!journal.to_string().contains(&secret));
    }
    answer(portal.client.delete(portal.url("control/requests"))).await;
    assert_eq!(portal.look("requests").await, json!([]));
}

#[tokio::test]
async fn the_stream_tells_what_happens() {
    let portal = Running::start().await;
    let mut listener = Listener::start(&portal).await;
    portal.bind("ONCRMLEADADD", &portal.inbox("demo")).await;
    portal.control("lead", json!({})).await;
    portal.switch(json!({"installed": false})).await;
    let mut missing = vec!["handlers", "request", "inbox", "delivery", "state"];
    while !missing.is_empty() {
        let (name, data) = listener.next().await;
        missing.retain(|other| *other != name);
        if name == "handlers" {
            assert_eq!(data[0]["event"], "ONCRMLEADADD");
        }
    }
}

#[tokio::test]
async fn many_changes_are_told_in_few_lists_and_the_last_is_complete() {
    let portal = Running::start().await;
    let mut listener = Listener::start(&portal).await;
    for n in 0..500 {
        let handler = portal.inbox(&n.to_string());
        portal.bind("ONCRMLEADADD", &handler).await;
    }
    let bound = json!(portal.handlers().await);
    let mut lists = 0;
    loop {
        let (name, data) = listener.next().await;
        lists += usize::from(name == "handlers");
        if data == bound {
            break;
        }
    }
    assert!(lists < 100, "{lists} lists");
}
