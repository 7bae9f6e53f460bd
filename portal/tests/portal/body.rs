//! Bodies, verbs and paths, contract §1.1 to §1.3. `event.test` shows what the portal understood.

use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::running::{Running, answer};

/// What a body is understood as.
async fn understood(content_type: Option<&str>, query: &str, body: &str) -> Value {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", &portal.inbox("q")).await;
    let url = portal.url(&format!("rest/event.test?auth={}&{query}", portal.admin()));
    let mut request = portal.client.post(url).body(body.to_owned());
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    assert_eq!(answer(request).await.1["result"], json!(1));
    portal.arrived("q", 1).await[0]["fields"]["data"]["QUERY"].clone()
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn bodies_are_read_as_php_reads_them() {
    let nested = json!({"a": {"b": ["x", "y"]}, "c": "1"});
    for (content_type, query, body, expected) in [
        (Some(FORM), "", "a[b][0]=x&a[b][1]=y&c=1", nested.clone()),
        (
            Some("text/plain;charset=UTF-8"),
            "",
            "a[b][0]=x&a[b][1]=y&c=1",
            nested.clone(),
        ),
        (None, "", "&&a[b][]=x&a[b][]=y&&c=1&", nested.clone()),
        (
            Some("application/json"),
            "",
            r#"{"a":{"b":["x","y"]},"c":1}"#,
            nested.clone(),
        ),
        (
            Some("application/json; charset=utf-8"),
            "",
            r#"{"a":{"b":["x","y"]},"c":1}"#,
            nested,
        ),
        (
            Some("application/json"),
            "q=1",
            "not json",
            json!({"q": "1"}),
        ),
        (
            Some("application/json"),
            "q=1",
            "\"text\"",
            json!({"q": "1"}),
        ),
        (
            Some("application/json"),
            "q=1&r=2",
            r#"{"q":"body"}"#,
            json!({"q": "body", "r": "2"}),
        ),
        (
            Some(FORM),
            "q=1&r=2",
            "q=body",
            json!({"q": "body", "r": "2"}),
        ),
        (Some("Application/JSON"), "", "a=1", json!({"a": "1"})),
        (Some(FORM), "", "a=%D1%8F+%26", json!({"a": "я &"})),
        (
            Some(FORM),
            "",
            "method=x&Case=1&start=5&state=s&auth_connector=c",
            json!({"Case": "1"}),
        ),
    ] {
        let found = understood(content_type, query, body).await;
        assert_eq!(found, expected, "{content_type:?} {query} {body}");
    }
}

#[tokio::test]
async fn multipart_is_a_form() {
    let portal = Running::start().await;
    let form = Form::new()
        .text("auth", portal.admin())
        .text("event", "ONAPPTEST")
        .text("handler", "https://x.y/h")
        .text("options[minTimeout]", "1");
    let request = portal
        .client
        .post(portal.url("rest/event.bind"))
        .multipart(form);
    assert_eq!(answer(request).await.1["result"], json!(true));
    assert_eq!(portal.handlers().await.len(), 1);
}

#[tokio::test]
async fn get_binds_and_other_verbs_see_the_query_only() {
    let portal = Running::start().await;
    let query = format!(
        "auth={}&event=ONAPPTEST&handler=https://x.y/h",
        portal.admin()
    );
    let url = portal.url(&format!("rest/event.bind.json?{query}"));
    assert_eq!(
        answer(portal.client.get(&url)).await.1["result"],
        json!(true)
    );
    let put = portal
        .client
        .put(portal.url("rest/profile/"))
        .body(format!("auth={}", portal.admin()));
    assert_eq!(answer(put).await.1["error"], "NO_AUTH_FOUND");
    let put = portal
        .client
        .put(portal.url(&format!("rest/profile/?auth={}", portal.admin())));
    assert_eq!(answer(put).await.1["result"]["ID"], "1");
}

#[tokio::test]
async fn responses_have_the_portals_headers() {
    let portal = Running::start().await;
    for method in ["profile", "nope"] {
        let url = portal.url(&format!("rest/{method}?auth={}", portal.admin()));
        let response = portal.client.get(url).send().await.unwrap();
        for (name, value) in [
            ("content-type", "application/json; charset=utf-8"),
            ("access-control-allow-origin", "*"),
            (
                "access-control-allow-headers",
                "origin, content-type, accept",
            ),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(response.headers()[name], value, "{method}");
        }
        assert!(
            !response
                .headers()
                .contains_key("access-control-allow-methods")
        );
    }
}

#[tokio::test]
async fn preflights_are_answered_or_refused() {
    let portal = Running::start().await;
    let options = || {
        let request = portal
            .client
            .request(reqwest::Method::OPTIONS, portal.url("rest/event.bind"));
        async { request.send().await.unwrap() }
    };
    let answered = options().await;
    assert_eq!(answered.status(), 200);
    assert_eq!(answered.headers()["access-control-allow-origin"], "*");
    portal.switch(json!({"preflight": "refused"})).await;
    let refused = options().await;
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["access-control-allow-origin"], "*");
}
