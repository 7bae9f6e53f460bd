//! A portal that was renamed: the switch `renamed`.

use reqwest::{Client, Method, Response, redirect::Policy};
use serde_json::json;

use crate::running::{Running, answer, stranger};

/// A client that follows no redirect.
fn client() -> Client {
    stranger().redirect(Policy::none()).build().unwrap()
}

async fn ask(portal: &Running, method: Method, path: &str) -> Response {
    let request = client().request(method, portal.url(path));
    request.body("auth=x&clear=0").send().await.unwrap()
}

#[tokio::test]
async fn the_old_address_redirects_whatever_is_asked() {
    let portal = Running::start().await;
    let new = portal.text("renamedPortal");
    assert_ne!(new, portal.text("portal"));
    for status in [301, 302, 303, 307, 308] {
        portal.switch(json!({"renamed": status})).await;
        for (method, path) in [
            (Method::POST, "rest/event.offline.get.json?a=1&b=%20"),
            (Method::GET, "rest/1/secret/server.time"),
            (Method::OPTIONS, "rest/event.bind"),
            (Method::PUT, "rest/profile"),
            (Method::POST, "oauth/token/?grant_type=refresh_token"),
            (Method::PATCH, "oauth/token/"),
            (Method::GET, "oauth/authorize/?client_id=x"),
        ] {
            let response = ask(&portal, method.clone(), path).await;
            assert_eq!(response.status(), status, "{method} {path}");
            assert_eq!(response.headers()["location"], format!("{new}{path}"));
            assert_eq!(response.headers()["access-control-allow-origin"], "*");
        }
    }
}

#[tokio::test]
async fn redirects_without_cors_headers() {
    let portal = Running::start().await;
    portal
        .switch(json!({"renamed": 308, "renamedCors": false}))
        .await;
    let response = ask(&portal, Method::POST, "rest/profile").await;
    assert_eq!(response.status(), 308);
    assert!(
        response
            .headers()
            .keys()
            .all(|name| !name.as_str().starts_with("access-control-"))
    );
}

/// Both addresses are of one portal; the page's calls are never redirected, else nobody could end it.
#[tokio::test]
async fn the_new_address_answers_and_the_switch_can_be_turned_off() {
    let portal = Running::start().await;
    portal.switch(json!({"renamed": 302})).await;
    let new = portal.text("renamedPortal");
    let bind = json!({"auth": portal.admin(), "event": "ONCRMLEADADD", "handler": "http://a.b/"});
    let bound = answer(client().post(format!("{new}rest/event.bind")).json(&bind)).await;
    assert_eq!((bound.0, &bound.1["result"]), (200, &json!(true)));
    assert_eq!(portal.handlers().await.len(), 1);
    let (status, _) = answer(client().get(portal.text("portal"))).await;
    assert_eq!(status, 200);
    portal.switch(json!({"renamed": null})).await;
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn other_statuses_are_refused() {
    let portal = Running::start().await;
    for wrong in [json!(300), json!(304), json!("301"), json!(true)] {
        let (status, body) = portal
            .try_control("switches", json!({"renamed": wrong}))
            .await;
        let text = body["error_description"].as_str().unwrap();
        assert_eq!(status, 400);
        assert!(text.starts_with("switch `renamed` cannot be"), "{text}");
    }
    let (_, body) = portal
        .try_control("switches", json!({"renamed": 300}))
        .await;
    assert_eq!(
        body["error_description"],
        "switch `renamed` cannot be `300`: give 301, 302, 303, 307, 308 or null"
    );
}
