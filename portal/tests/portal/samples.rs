//! Every code of the catalogue, fired without data: the body that a handler gets.

use std::fmt::Write as _;

use serde_json::json;

use crate::running::Running;

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/portal/samples.txt");

/// Fields whose values differ from run to run, or are long and the same everywhere.
const OMITTED: [&str; 12] = [
    "ts",
    "event_handler_id",
    "access_token",
    "refresh_token",
    "expires",
    "scope",
    "domain",
    "client_endpoint",
    "server_endpoint",
    "member_id",
    "application_token",
    "client_id",
];

/// One field a line, decoded.
fn readable(body: &str) -> String {
    let mut text = String::new();
    for (name, value) in form_urlencoded::parse(body.as_bytes()) {
        let last = name.rsplit('[').next().unwrap().trim_end_matches(']');
        let value = if OMITTED.contains(&last) {
            "…"
        } else {
            &value
        };
        writeln!(text, "{name}={value}").unwrap();
    }
    text
}

#[tokio::test]
async fn every_code_is_delivered_in_its_documented_form() {
    let portal = Running::start().await;
    let codes = portal.result("events", json!({"full": true})).await;
    let codes = codes.as_array().unwrap().iter();
    let mut codes: Vec<String> = codes
        .map(|code| code.as_str().unwrap().to_owned())
        .collect();
    codes.extend(["ADD", "UPDATE", "DELETE"].map(|change| format!("ONCRMDYNAMICITEM{change}_177")));
    assert_eq!(codes.len(), 212);
    let mut found = String::new();
    for code in codes {
        portal.bind(&code, &portal.inbox(&code)).await;
        portal
            .control("fire", json!({"event": code, "user": 1}))
            .await;
        let message = portal.arrived(&code, 1).await.remove(0);
        found += &readable(message["raw"].as_str().unwrap());
        found.push('\n');
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(SNAPSHOT, &found).unwrap();
    }
    let expected = std::fs::read_to_string(SNAPSHOT).unwrap();
    for (found, expected) in found.split("\n\n").zip(expected.split("\n\n")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found, expected);
}

#[tokio::test]
async fn an_unknown_code_is_refused_with_the_nearest() {
    let portal = Running::start().await;
    let wrong = json!({"event": "onCrmLeadAd"});
    let (status, body) = portal.try_control("fire", wrong).await;
    let text = body["error_description"].as_str().unwrap();
    assert_eq!(status, 400);
    let start = "there is no event `ONCRMLEADAD` in the catalogue; the nearest: `ONCRMLEADADD`";
    assert!(text.starts_with(start), "{text}");
    let forced = json!({"event": "ONNEWEVENT", "force": true});
    assert_eq!(portal.control("fire", forced).await["deliveries"], 0);
}
