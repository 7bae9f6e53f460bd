//! The authorization server, contract §6.

use serde_json::{Value, json};

use crate::running::{Answer, Running, answer};

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
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let url = portal.url(&format!(
        "oauth/authorize/?client_id={}&state=s",
        portal.text("clientId")
    ));
    let response = client.get(url).send().await.unwrap();
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
    assert_eq!(
        (wrong.0, &wrong.1["error"]),
        (400, &json!("invalid_client"))
    );
    let grant: (u16, Value) = token(&portal, "password", "x", "y").await;
    assert_eq!(grant.1["error"], "invalid_request");
}
