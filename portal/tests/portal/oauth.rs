//! The authorization server, contract §6.

use serde_json::{Value, json};

use crate::running::{Answer, Running, answer, short, stranger};

async fn token(portal: &Running, grant: &str, name: &str, value: &str) -> Answer {
    let (id, secret) = (portal.text("clientId"), portal.text("clientSecret"));
    let query = format!("grant_type={grant}&client_id={id}&client_secret={secret}&{name}={value}");
    answer(
        portal
            .client
            .get(portal.url(&format!("oauth/token/?{query}"))),
    )
    .await
}

#[tokio::test]
async fn a_refresh_token_serves_once() {
    let portal = Running::start().await;
    portal.switch(json!({"tokenLifetime": 5})).await;
    let old = portal.text("userRefreshToken");
    let (status, fields) = token(&portal, "refresh_token", "refresh_token", &old).await;
    assert_eq!(status, 200, "{fields}");
    assert_eq!(
        (&fields["user_id"], &fields["expires_in"]),
        (&json!(2), &json!(5))
    );
    assert_eq!(fields["client_endpoint"], portal.ready["rest"]);
    let access = fields["access_token"].as_str().unwrap();
    assert_eq!(
        portal.call(access, "profile", json!({})).await.1["result"]["ID"],
        "2"
    );
    let (status, again) = token(&portal, "refresh_token", "refresh_token", &old).await;
    assert_eq!((status, &again["error"]), (400, &json!("invalid_grant")));
    let (_, access) = token(&portal, "refresh_token", "refresh_token", access).await;
    assert_eq!(access["error"], "invalid_grant", "no access token serves");
    let next = fields["refresh_token"].as_str().unwrap();
    assert_eq!(
        token(&portal, "refresh_token", "refresh_token", next)
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn tokens_expire() {
    let portal = Running::start().await;
    portal.switch(json!({"tokenLifetime": 0})).await;
    let (_, fields) = token(
        &portal,
        "refresh_token",
        "refresh_token",
        &portal.text("refreshToken"),
    )
    .await;
    let access = fields["access_token"].as_str().unwrap();
    assert_eq!(
        portal.call(access, "profile", json!({})).await.1["error"],
        "expired_token"
    );
}

#[tokio::test]
async fn a_form_is_taken_too_and_the_journal_hides_it() {
    let portal = Running::start().await;
    let body = format!(
        "grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
        portal.text("clientId"),
        portal.text("clientSecret"),
        portal.text("refreshToken"),
    );
    let request = portal.client.post(portal.url("oauth/token/")).body(body);
    assert_eq!(
        answer(request.header("content-type", "application/x-www-form-urlencoded"))
            .await
            .0,
        200
    );
    let entry = portal.look("requests").await[0].clone();
    assert_eq!(
        (
            &entry["path"],
            &entry["params"]["refresh_token"],
            &entry["params"]["client_secret"]
        ),
        (&json!("/oauth/token/"), &json!("***"), &json!("***"))
    );
}

#[tokio::test]
async fn refreshing_can_fail_or_stay_silent() {
    let portal = Running::start().await;
    portal.switch(json!({"refresh": "failure"})).await;
    let refresh = portal.text("refreshToken");
    assert_eq!(
        token(&portal, "refresh_token", "refresh_token", &refresh)
            .await
            .1["error"],
        "invalid_grant"
    );
    portal.switch(json!({"refresh": "silence"})).await;
    let silent = tokio::time::timeout(
        std::time::Duration::from_millis(300),
        token(&portal, "refresh_token", "refresh_token", &refresh),
    );
    assert!(silent.await.is_err());
    portal.switch(json!({"refresh": "success"})).await;
    assert_eq!(
        token(&portal, "refresh_token", "refresh_token", &refresh)
            .await
            .0,
        200,
        "it was not used up"
    );
}

#[tokio::test]
async fn a_code_is_exchanged_once() {
    let portal = Running::start().await;
    let client = stranger()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let url = portal.url(&format!(
        "oauth/authorize/?client_id={}&state=s",
        portal.text("clientId")
    ));
    let response = client.get(url).send().await.unwrap();
    assert_eq!(response.status(), 302);
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        location.starts_with(&portal.text("app")) && location.contains("&state=s&"),
        "{location}"
    );
    let code = location
        .split("code=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let (status, fields) = token(&portal, "authorization_code", "code", code).await;
    assert_eq!((status, &fields["user_id"]), (200, &json!(1)));
    assert_eq!(
        token(&portal, "authorization_code", "code", code).await.1["error"],
        "invalid_grant"
    );
    let journal = portal.look("requests").await;
    assert!(!journal.to_string().contains(code));
}

#[tokio::test]
async fn wrong_clients_and_grants() {
    let portal = Running::start().await;
    let wrong = answer(portal.client.get(portal.url("oauth/token/?client_id=x"))).await;
    assert_eq!((wrong.0, &wrong.1["error"]), (200, &json!("wrong_client")));
    let grant: (u16, Value) = token(&portal, "password", "x", "y").await;
    assert_eq!(grant.1["error"], "invalid_request");
    let none = token(&portal, "refresh_token", "refresh_token", "").await;
    let text = "No \"refresh_token\" parameter found";
    assert_eq!(short(&none), json!([400, "invalid_request", text]));
}

/// §14: clients write the token's address in several ways.
#[tokio::test]
async fn the_authorization_server_has_a_port_of_its_own() {
    let portal = Running::start().await;
    let server = portal.text("authorizationServer");
    assert_ne!(server, portal.text("portal"));
    let query = format!(
        "grant_type=refresh_token&client_id={}&client_secret={}",
        portal.text("clientId"),
        portal.text("clientSecret")
    );
    let mut refresh = portal.text("refreshToken");
    for path in [
        "oauth/token",
        "oauth/token/",
        "/oauth/token/",
        "oauth//token",
    ] {
        let url = format!("{server}{path}?{query}&refresh_token={refresh}");
        let (status, body) = answer(portal.client.get(url)).await;
        assert_eq!(status, 200, "{path}: {body}");
        assert_eq!(body["server_endpoint"], json!(format!("{server}rest/")));
        refresh = body["refresh_token"].as_str().unwrap().to_owned();
    }
    let url = portal.url(&format!("oauth/token?{query}&refresh_token={refresh}"));
    assert_eq!(
        answer(portal.client.get(url)).await.0,
        200,
        "the portal's own stays"
    );
}

#[tokio::test]
async fn app_info_there_says_whose_token_it_is() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("lead")).await;
    portal.control("lead", json!({"user": 2})).await;
    let auth = portal.arrived("lead", 1).await.remove(0)["fields"]["auth"].clone();
    let server = auth["server_endpoint"].as_str().unwrap();
    let token = auth["access_token"].as_str().unwrap();
    let (status, body) = answer(portal.client.get(format!("{server}app.info?auth={token}"))).await;
    let info = &body["result"];
    assert_eq!(status, 200, "{body}");
    assert_eq!(
        json!([
            info["client_id"],
            info["user_id"],
            info["install"]["client_endpoint"]
        ]),
        json!([portal.text("clientId"), 2, portal.text("rest")])
    );
    assert_eq!(info["install"]["member_id"], json!(portal.text("memberId")));
    let expires = chrono::DateTime::parse_from_rfc3339(info["expires"].as_str().unwrap());
    let left = expires.unwrap().timestamp() - chrono::Utc::now().timestamp();
    assert!((3500..=3600).contains(&left), "{info}");
    assert!(body["time"]["date_finish"].is_string(), "{body}");
    for (query, code) in [("?auth=x", "invalid_token"), ("", "NO_AUTH_FOUND")] {
        let url = format!("{server}app.info{query}");
        let (status, body) = answer(portal.client.get(url)).await;
        assert_eq!((status, &body["error"]), (401, &json!(code)));
    }
    portal.control("expire-tokens", json!({})).await;
    let (_, body) = answer(portal.client.get(format!("{server}app.info?auth={token}"))).await;
    assert_eq!(body["error"], "expired_token");
    let (status, body) = answer(portal.client.get(format!("{server}profile?auth={token}"))).await;
    assert_eq!(
        (status, &body["error"]),
        (404, &json!("ERROR_METHOD_NOT_FOUND"))
    );
}
