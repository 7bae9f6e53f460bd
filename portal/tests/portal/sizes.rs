//! How large bodies may be, and what is kept of them.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::running::{Answer, Running, answer};

const MIB: usize = 1 << 20;

async fn post(portal: &Running, path: &str, kind: &str, body: String) -> Answer {
    let request = portal.client.post(portal.url(path));
    answer(request.header("content-type", kind).body(body)).await
}

fn assert_too_large(found: &Answer, limit: usize, what: &str) {
    let (status, body) = found;
    assert_eq!(
        (*status, &body["error"]),
        (413, &json!("BODY_TOO_LARGE")),
        "{what}"
    );
    let text = format!("the body is larger than `{limit}` MiB; send less at once");
    assert_eq!(body["error_description"], text, "{what}");
}

#[tokio::test]
async fn larger_bodies_are_refused_in_a_sentence() {
    let portal = Running::start().await;
    let large = |mib: usize| "x".repeat(mib * MIB + 1);
    for kind in [
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
    ] {
        assert_too_large(
            &post(&portal, "rest/profile", kind, large(64)).await,
            64,
            kind,
        );
    }
    let form = Form::new().part("a", Part::text(large(64)));
    let request = portal.client.post(portal.url("rest/profile"));
    assert_too_large(&answer(request.multipart(form)).await, 64, "multipart");
    let form = "application/x-www-form-urlencoded";
    assert_too_large(
        &post(&portal, "oauth/token/", form, large(64)).await,
        64,
        "oauth",
    );
    let json = "application/json";
    assert_too_large(
        &post(&portal, "control/lead", json, large(1)).await,
        1,
        "control",
    );
    assert_too_large(
        &post(&portal, "inbox/a", json, large(16)).await,
        16,
        "inbox",
    );
    assert_eq!(
        portal.arrived("a", 0).await.len(),
        0,
        "nothing of it is kept"
    );
}

#[tokio::test]
async fn what_fits_is_taken() {
    let portal = Running::start().await;
    let body = format!("auth={}&a={}", portal.admin(), "x".repeat(63 * MIB));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(post(&portal, "rest/profile", form, body).await.0, 200);
    let message = "x".repeat(16 * MIB);
    assert_eq!(
        post(&portal, "inbox/a", "text/plain", message.clone())
            .await
            .0,
        200
    );
    assert_eq!(portal.arrived("a", 1).await[0]["raw"], message);
}

#[tokio::test]
async fn the_journal_keeps_long_values_shortened() {
    let portal = Running::start().await;
    let params = json!({"a": "x".repeat(8 * MIB), "list": ["y".repeat(MIB)]});
    portal.rest("profile", params).await;
    let journal = portal.look("requests").await;
    let shown = &journal[0]["params"];
    let text = shown["a"].as_str().unwrap();
    assert!(text.len() < 17 << 10 && text.ends_with("x… (8388608 bytes)"));
    assert!(shown["list"][0].as_str().unwrap().len() < 17 << 10);
    assert_ne!(shown["auth"], Value::Null);
    let command = json!({"cmd": ["x".repeat(MIB)]});
    portal.result("batch", command).await;
    let journal = portal.look("requests").await;
    let warning = journal[1]["warning"].as_str().unwrap();
    assert!(warning.starts_with("this portal has no method `xx"));
    assert!(warning.len() < 17 << 10, "{} bytes", warning.len());
}

/// Of messages that take more than the budget the newest are kept.
#[tokio::test]
async fn the_inbox_forgets_the_oldest() {
    let portal = Running::start().await;
    for letter in ["a", "b", "c", "d", "e", "f"] {
        let message = letter.repeat(15 * MIB);
        assert_eq!(post(&portal, "inbox/a", "text/plain", message).await.0, 200);
    }
    let kept = portal.arrived("a", 1).await;
    let first = |message: &Value| message["raw"].as_str().unwrap()[..1].to_owned();
    let letters: Vec<String> = kept.iter().map(first).collect();
    assert_eq!(letters, ["e", "f"], "raw and fields count");
}

/// SQLite takes 32,766 question marks and expressions of 1,000 levels.
#[tokio::test]
async fn filters_may_be_large() {
    let portal = Running::start().await;
    let ids: Vec<u32> = (1..=40_000).collect();
    let messages: Vec<String> = ids.iter().map(u32::to_string).collect();
    for (method, params) in [
        ("crm.lead.list", json!({"filter": {"@ID": ids}})),
        ("event.offline.list", json!({"filter": {"@ID": ids}})),
        ("event.offline.clear", json!({"process_id": "x", "id": ids})),
        (
            "event.offline.error",
            json!({"process_id": "x", "message_id": messages}),
        ),
    ] {
        let (status, body) = portal.rest(method, params).await;
        assert_eq!(status, 200, "{method}: {body}");
    }
    let fields =
        |count: usize| -> Value { (0..count).map(|n| (format!("F{n}"), json!(1))).collect() };
    let both = json!({"filter": fields(500), "order": fields(500)});
    portal.result("crm.lead.list", both).await;
    for name in ["filter", "order"] {
        let (status, body) = portal
            .rest("crm.lead.list", json!({name: fields(501)}))
            .await;
        let text = format!("`{name}` has more than `500` entries; send fewer");
        assert_eq!((status, &body["error_description"]), (400, &json!(text)));
    }
}
