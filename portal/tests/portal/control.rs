//! The control address, the inbox, and who may use them.

use serde_json::{Value, json};

use crate::running::{Running, answer};

#[tokio::test]
async fn pages_from_elsewhere_are_refused() {
    let portal = Running::start().await;
    for path in ["control/state", "inbox/demo", "inbox/demo.json"] {
        for (name, value, status) in [
            ("origin", "https://evil.example.com", 403),
            ("origin", "null", 403),
            ("host", "evil.example.com", 403),
            ("host", "127.0.0.1.evil.example.com:80", 403),
            ("origin", "http://localhost:5173", 200),
            ("host", "localhost:1234", 200),
        ] {
            let found = answer(portal.client.get(portal.url(path)).header(name, value)).await;
            assert_eq!(found.0, status, "{path} {name}: {value}: {}", found.1);
        }
    }
}

#[tokio::test]
async fn pages_of_this_machine_pass_their_preflight() {
    let portal = Running::start().await;
    let origin = "http://localhost:5173";
    let request = portal
        .client
        .request(reqwest::Method::OPTIONS, portal.url("control/lead"));
    let response = request.header("origin", origin).send().await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers()["access-control-allow-origin"], origin);
    assert_eq!(
        response.headers()["access-control-allow-headers"],
        "content-type, accept"
    );
}

#[tokio::test]
async fn state_shows_addresses_and_switches() {
    let portal = Running::start().await;
    let state = portal.look("state").await;
    assert_eq!(state["portal"], portal.ready["portal"]);
    assert_eq!(
        state["tokens"],
        json!({"admin": portal.admin(), "user": portal.user()})
    );
    assert_eq!(state["user"], json!({"id": 1, "admin": true}));
    assert_eq!(state["application"]["installed"], true);
    assert_eq!(state["switches"]["webhookEvents"], "allowed");
    assert_eq!(state["switches"]["updateHandlers"], "removed");
}

#[tokio::test]
async fn nonsense_is_answered_with_what_is_wrong() {
    let portal = Running::start().await;
    for (call, body, words) in [
        (
            "switches",
            json!({"nope": 1}),
            "there is no switch `nope`; there are: installed, active,",
        ),
        (
            "switches",
            json!({"installed": 3}),
            "switch `installed` cannot be `3`",
        ),
        (
            "switches",
            json!({"webhookEvents": "maybe"}),
            "switch `webhookEvents` cannot be `\"maybe\"`",
        ),
        ("switches", json!([1]), "invalid type: sequence"),
        ("fire", json!({"event": ""}), "`event` is empty"),
        ("fire", json!({}), "missing field `event`"),
        ("lead", json!({"colour": 1}), "unknown field `colour`"),
        ("frame", json!({"user": 99}), "there is no user `99`"),
        (
            "frame/getInitData",
            json!({"appSid": "x"}),
            "no frame was opened with appSid `x`",
        ),
        (
            "application",
            json!({"action": "eat"}),
            "unknown variant `eat`",
        ),
    ] {
        let (status, answer) = portal.try_control(call, body).await;
        assert_eq!(
            (status, &answer["error"]),
            (400, &json!("BAD_REQUEST")),
            "{call}"
        );
        let text = answer["error_description"].as_str().unwrap();
        assert!(text.contains(words), "{call}: {text}");
    }
}

#[tokio::test]
async fn reset_gives_a_fresh_portal_with_the_same_tokens() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("demo")).await;
    portal
        .result(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "event_type": "offline"}),
        )
        .await;
    portal.control("lead", json!({})).await;
    portal.arrived("demo", 1).await;
    portal.control("expire-tokens", json!({})).await;
    portal.switch(json!({"installed": false})).await;
    portal
        .control("faults", json!([{"fault": "empty", "times": null}]))
        .await;
    portal.control("reset", json!({})).await;
    assert_eq!(portal.handlers().await, Vec::<Value>::new());
    assert_eq!(portal.look("deliveries").await, json!([]));
    assert_eq!(portal.look("requests").await, json!([]));
    assert_eq!(
        portal.look("faults").await,
        json!({"queue": [], "storm": null})
    );
    assert_eq!(portal.arrived("demo", 0).await, Vec::<Value>::new());
    assert_eq!(portal.look("switches").await["installed"], true);
    assert_eq!(
        portal.result("event.offline.list", json!({})).await,
        json!([])
    );
    assert_eq!(portal.control("lead", json!({})).await["id"], 1);
    portal.bind("ONCRMLEADADD", &portal.inbox("demo")).await;
    assert_eq!(portal.handlers().await[0]["id"], 1);
}

#[tokio::test]
async fn both_origins_serve_their_pages() {
    let portal = Running::start().await;
    let app = portal.text("app");
    for (url, words) in [
        (portal.url(""), "Local portal"),
        (portal.url("shared/base.css"), "{"),
        (app.clone(), "bx24-callbind"),
        (format!("{app}main.js"), "import"),
        (format!("{app}shared/base.css"), "{"),
    ] {
        let (status, body) = answer(portal.client.get(&url)).await;
        assert!(
            status == 200 && body.as_str().unwrap().contains(words),
            "{url}: {status}"
        );
    }
    let posted = answer(
        portal
            .client
            .post(format!("{app}?DOMAIN=x"))
            .body("AUTH_ID=x"),
    )
    .await;
    assert!(posted.0 == 200 && posted.1.as_str().unwrap().contains("<html"));
    for path in ["nope.js", "pkg/..%2f..%2fCargo.toml", "pkg/nope.js"] {
        assert_eq!(
            answer(portal.client.get(format!("{app}{path}"))).await.0,
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn numbers_that_would_overflow_are_refused() {
    let portal = Running::start().await;
    for (switch, range) in [
        (json!({"tokenLifetime": i64::MAX}), "seconds from 0"),
        (json!({"tokenLifetime": -1}), "seconds from 0"),
        (json!({"bindingMs": u64::MAX}), "milliseconds from 0"),
        (json!({"version": i64::MAX}), "a number from 0"),
        (
            json!({"bucket": {"limit": 1e300, "perSecond": 2}}),
            "numbers from 0",
        ),
        (
            json!({"operating": {"limit": 1, "window": -5, "cost": 0}}),
            "numbers from 0",
        ),
    ] {
        let (status, body) = portal.try_control("switches", switch.clone()).await;
        let text = body["error_description"].as_str().unwrap();
        assert!(status == 400 && text.contains(range), "{switch}: {text}");
    }
    portal
        .switch(json!({"tokenLifetime": 315_360_000, "version": 1_000_000}))
        .await;
    portal.bind("ONAPPUPDATE", &portal.inbox("a")).await;
    portal
        .try_control("application", json!({"action": "update"}))
        .await;
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
}
