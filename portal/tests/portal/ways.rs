//! The four ways of calling event.bind that the seed's documentation shows, each as a real
//! request, and what a listener of the answer gets.

use serde_json::{Value, json};

use crate::running::{Running, answer};

const HANDLER: &str = "https://www.my-domain.ru/handler/";

fn assert_bound(answer: (u16, Value)) {
    let (status, body) = answer;
    assert_eq!((status, &body["result"]), (200, &json!(true)), "{body}");
    let time = body["time"].as_object().unwrap();
    for name in [
        "start",
        "finish",
        "duration",
        "processing",
        "operating",
        "operating_reset_at",
    ] {
        assert!(time[name].is_number(), "{name} of {body}");
    }
    for name in ["date_start", "date_finish"] {
        let date = time[name].as_str().unwrap();
        assert!(date.len() == 25 && date.contains('T'), "{name} of {body}");
    }
}

#[tokio::test]
async fn curl_with_a_webhook() {
    let portal = Running::start().await;
    let request = portal
        .client
        .post(format!("{}event.bind", portal.text("webhook")));
    let body = json!({"event": "ONCRMLEADADD", "handler": HANDLER, "auth_type": 15});
    assert_bound(answer(request.header("accept", "application/json").json(&body)).await);
    assert_eq!(portal.handlers().await[0]["application"], "webhook.1");
}

#[tokio::test]
async fn curl_with_a_token() {
    let portal = Running::start().await;
    let body = json!({"event": "ONCRMLEADADD", "handler": HANDLER, "auth_type": 15, "auth": portal.admin()});
    assert_bound(
        answer(
            portal
                .client
                .post(portal.url("rest/event.bind"))
                .json(&body),
        )
        .await,
    );
    assert_eq!(portal.handlers().await[0]["application"], "app");
}

#[tokio::test]
async fn bx24_js() {
    let portal = Running::start().await;
    let handler = "https%3A%2F%2Fwww.my-domain.ru%2Fhandler%2F";
    let body = format!(
        "auth={}&event=ONCRMLEADADD&handler={handler}&auth_type=15",
        portal.admin()
    );
    let request = portal.client.post(portal.url("rest/event.bind.json"));
    assert_bound(
        answer(
            request
                .header("content-type", "text/plain;charset=UTF-8")
                .body(body),
        )
        .await,
    );
    let bound = &portal.handlers().await[0];
    assert_eq!(
        (&bound["handler"], &bound["authType"]),
        (&json!(HANDLER), &json!(15))
    );
}

#[tokio::test]
async fn crest_php() {
    let portal = Running::start().await;
    let form = [
        ("event", "ONCRMLEADADD"),
        ("handler", HANDLER),
        ("auth_type", "15"),
        ("auth", &portal.admin()),
    ];
    let body = form
        .map(|(name, value)| format!("{name}={value}"))
        .join("&");
    let request = portal.client.post(portal.url("rest/event.bind.json"));
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    assert_bound(answer(request).await);
}

#[tokio::test]
async fn an_unknown_event() {
    let portal = Running::start().await;
    let (status, body) = portal
        .rest("event.bind", json!({"event": "NOPE", "handler": HANDLER}))
        .await;
    let expected =
        json!({"error": "ERROR_EVENT_NOT_FOUND", "error_description": "Event not found"});
    assert_eq!((status, body), (400, expected));
}

/// §1.6: what may be missing, and how numbers may look.
#[tokio::test]
async fn time_varies_by_switch() {
    let portal = Running::start().await;
    let time = || async { portal.rest("profile", json!({})).await.1["time"].clone() };
    portal.switch(json!({"timeNumbers": "integers"})).await;
    let integers = time().await;
    assert!(
        integers["start"].is_i64() && integers["duration"] == json!(0),
        "{integers}"
    );
    for switch in [
        json!({"timeOperating": false}),
        json!({"timeOperating": true, "selfHosted": true}),
    ] {
        portal.switch(switch).await;
        let bare = time().await;
        assert!(
            bare.get("operating").is_none() && bare.get("operating_reset_at").is_none(),
            "{bare}"
        );
    }
}
