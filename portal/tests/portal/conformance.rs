//! The exchanges of `conformance/*.toml`, against a portal of this program.

use std::collections::BTreeSet;

use bx24_portal::conformance::{Caller, Exchange, exchanges, files};
use serde_json::{Value, json};

use crate::running::{Answer, Running, answer};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance");

async fn run(exchange: &Exchange, portal: &Running) -> Answer {
    portal.control("reset", json!({})).await;
    for call in &exchange.before {
        portal.result(&call.method, call.params.clone()).await;
    }
    portal
        .switch(Value::Object(exchange.settings.clone()))
        .await;
    portal.control("faults", json!(exchange.faults)).await;
    let params = Value::Object(exchange.params.clone());
    let at = |url: String| answer(portal.client.post(url).json(&exchange.params));
    let method = &exchange.method;
    match exchange.caller {
        Caller::Admin => portal.rest(method, params).await,
        Caller::User => portal.call(&portal.user(), method, params).await,
        Caller::Unknown => portal.call("unknown", method, params).await,
        Caller::Webhook => portal.webhook(method, params).await,
        Caller::WrongWebhook => at(portal.url(&format!("rest/1/wrong/{method}"))).await,
        Caller::Nobody => at(portal.url(&format!("rest/{method}"))).await,
    }
}

#[tokio::test]
async fn every_exchange_goes_as_the_contract_says() {
    let (portal, all) = (Running::start().await, exchanges().unwrap());
    assert!(all.len() >= 150, "{} exchanges", all.len());
    let mut wrong = Vec::new();
    for exchange in &all {
        let (status, body) = run(exchange, &portal).await;
        for difference in exchange.differences(status, &body) {
            wrong.push(format!(
                "§{} {}: {difference}",
                exchange.section, exchange.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The check itself: an answer that differs is told.
#[test]
fn a_difference_is_found() {
    for exchange in exchanges().unwrap() {
        let other = json!({"error": "OTHER", "result": "other"});
        let found = exchange.differences(599, &other);
        assert!(found.len() >= 2, "{}: {found:?}", exchange.name);
    }
}

#[test]
fn an_item_that_is_missing_is_a_difference() {
    let mut exchange = exchanges().unwrap().swap_remove(0);
    (exchange.result, exchange.at) = (None, String::new());
    exchange.contains = Some(json!({"a": 1}));
    let found = |result: Value| exchange.differences(200, &json!({"result": result}));
    assert!(found(json!([{"b": 2}, {"a": 1}])).is_empty());
    let missing = found(json!([{"b": 2}]));
    assert_eq!(
        missing[0].to_string(),
        r#"item of result: expected `{"a":1}`, got `[{"b":2}]`"#
    );
}

#[test]
fn a_long_answer_is_shortened() {
    let exchange = exchanges().unwrap().swap_remove(0);
    let page = json!({"error": "é".repeat(300)});
    let told = exchange.differences(200, &page)[0].to_string();
    assert!(
        told.ends_with("éé…`") && told.chars().count() < 250,
        "{told}"
    );
}

#[test]
fn the_program_has_every_file() {
    let there = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect::<BTreeSet<_>>();
    assert_eq!(files().map(str::to_owned).collect::<BTreeSet<_>>(), there);
}
