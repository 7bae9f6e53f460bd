//! Who may call, contract §1.4 and §2.1.

use serde_json::{Value, json};

use crate::running::{Answer, Running, answer, short};

const UNKNOWN: &str = "no such token";

async fn profile(portal: &Running, query: &str) -> Answer {
    answer(
        portal
            .client
            .get(portal.url(&format!("rest/profile?{query}"))),
    )
    .await
}

#[tokio::test]
async fn the_header_beats_auth_beats_access_token() {
    let portal = Running::start().await;
    let (admin, user) = (portal.admin(), portal.user());
    for (header, query, id) in [
        (Some(&admin), format!("auth={user}"), "1"),
        (None, format!("auth={user}&access_token={admin}"), "2"),
        (None, format!("access_token={admin}"), "1"),
        (None, format!("auth=&access_token={admin}"), "1"),
    ] {
        let mut request = portal
            .client
            .get(portal.url(&format!("rest/profile?{query}")));
        if let Some(token) = header {
            request = request.bearer_auth(token);
        }
        assert_eq!(answer(request).await.1["result"]["ID"], id, "{query}");
    }
}

#[tokio::test]
async fn the_method_is_looked_up_before_the_caller() {
    let portal = Running::start().await;
    let (status, body) = answer(portal.client.get(portal.url("rest/nope"))).await;
    assert_eq!(
        (status, &body["error"]),
        (404, &json!("ERROR_METHOD_NOT_FOUND"))
    );
    let none = profile(&portal, "").await;
    assert_eq!(
        short(&none),
        json!([401, "NO_AUTH_FOUND", "Wrong authorization data"])
    );
    let unknown = profile(&portal, &format!("auth={UNKNOWN}")).await;
    assert_eq!(
        short(&unknown),
        json!([401, "invalid_token", "Unable to get application by token"])
    );
    portal.switch(json!({"portalDeleted": true})).await;
    let (status, body) = answer(portal.client.get(portal.url("rest/nope"))).await;
    assert_eq!((status, &body["error"]), (403, &json!("PORTAL_DELETED")));
}

/// Switched on one after another from the last check to the first: each wins over those before.
#[tokio::test]
async fn checks_of_a_token_come_in_the_portals_order() {
    let portal = Running::start().await;
    let rows: [(Value, &str, &str); 7] = [
        (
            json!({"userAccess": false}),
            "user_access_error",
            "The user does not have access to the application.",
        ),
        (
            json!({"userAuthorized": false}),
            "authorization_error",
            "Unable to authorize user",
        ),
        (
            json!({"scopes": []}),
            "insufficient_scope",
            "The request requires higher privileges than provided by the access token",
        ),
        (
            json!(null),
            "expired_token",
            "The access token provided has expired",
        ),
        (
            json!({"applicationFound": false}),
            "APPLICATION_NOT_FOUND",
            "Application not found",
        ),
        (
            json!({"commercialPlan": false}),
            "ACCESS_DENIED",
            "REST is available only on commercial plans.",
        ),
        (
            json!({"overload": true}),
            "OVERLOAD_LIMIT",
            "REST API is blocked due to overload.",
        ),
    ];
    for (switch, code, text) in rows {
        match switch {
            Value::Null => portal.control("expire-tokens", json!({})).await,
            switch => portal.control("switches", switch).await,
        };
        let found = portal.rest("crm.lead.add", json!({})).await;
        assert_eq!(short(&found), json!([401, code, text]));
    }
    let unknown = portal.call(UNKNOWN, "crm.lead.add", json!({})).await;
    assert_eq!(unknown.1["error"], "invalid_token");
}

#[tokio::test]
async fn checks_of_a_webhook_come_in_the_portals_order() {
    let portal = Running::start().await;
    let rows: [(Value, &str, &str); 6] = [
        (
            json!({"userAuthorized": false}),
            "authorization_error",
            "Unable to authorize user",
        ),
        (
            json!({"commercialPlan": false}),
            "ACCESS_DENIED",
            "REST is available only on commercial plans.",
        ),
        (
            json!({"overload": true}),
            "OVERLOAD_LIMIT",
            "REST API is blocked due to overload.",
        ),
        (
            json!({"scopes": []}),
            "insufficient_scope",
            "The request requires higher privileges than provided by the webhook token",
        ),
        (
            json!(null),
            "INVALID_CREDENTIALS",
            "Invalid request credentials",
        ),
        (
            json!({"requireHttps": true}),
            "INVALID_REQUEST",
            "Https required.",
        ),
    ];
    let mut secret = portal.text("webhook");
    for (switch, code, text) in rows {
        match switch {
            Value::Null => secret = portal.url("rest/1/wrong/"),
            switch => portal.switch(switch).await,
        }
        let found = answer(portal.client.post(format!("{secret}crm.lead.add"))).await;
        assert_eq!(short(&found), json!([401, code, text]));
    }
}

#[tokio::test]
async fn a_connector_needs_its_licence_after_the_caller_is_known() {
    let portal = Running::start().await;
    portal.switch(json!({"authConnector": false})).await;
    let params = json!({"event": "", "auth_connector": "mine"});
    let (status, body) = portal.rest("event.bind", params.clone()).await;
    assert_eq!(
        (status, &body["error"]),
        (403, &json!("WRONG_LICENSE")),
        "{body}"
    );
    assert_eq!(
        portal.call(UNKNOWN, "event.bind", params.clone()).await.1["error"],
        "invalid_token"
    );
    let upper = json!({"event": "ONAPPTEST", "handler": "https://x.y/", "AUTH_CONNECTOR": "mine"});
    portal.result("event.bind", upper).await;
    assert_eq!(
        portal.handlers().await[0]["connector"],
        "",
        "in upper case it is no connector"
    );
    portal.switch(json!({"selfHosted": true})).await;
    assert_eq!(
        portal.rest("event.bind", params).await.1["error"],
        "ERROR_ARGUMENT"
    );
}

#[tokio::test]
async fn a_webhook_belongs_to_its_user() {
    let portal = Running::start().await;
    let own = answer(
        portal
            .client
            .get(format!("{}profile", portal.text("userWebhook"))),
    )
    .await;
    assert_eq!(
        (&own.1["result"]["ID"], &own.1["result"]["ADMIN"]),
        (&json!("2"), &json!(false))
    );
    let swapped = portal.text("userWebhook").replace("/rest/2/", "/rest/1/");
    let wrong = answer(portal.client.get(format!("{swapped}profile"))).await;
    assert_eq!(wrong.1["error"], "INVALID_CREDENTIALS");
}

#[tokio::test]
async fn statuses_can_be_the_documented_ones() {
    let portal = Running::start().await;
    portal.switch(json!({"statuses": "documented"})).await;
    for (switch, undo, status) in [
        (
            json!({"portalDeleted": true}),
            json!({"portalDeleted": false}),
            500,
        ),
        (json!({"overload": true}), json!({"overload": false}), 503),
        (
            json!({"commercialPlan": false}),
            json!({"commercialPlan": true}),
            403,
        ),
        (
            json!({"userAccess": false}),
            json!({"userAccess": true}),
            403,
        ),
        (
            json!({"userAuthorized": false}),
            json!({"userAuthorized": true}),
            401,
        ),
    ] {
        portal.switch(switch.clone()).await;
        assert_eq!(
            portal.rest("profile", json!({})).await.0,
            status,
            "{switch}"
        );
        portal.switch(undo).await;
    }
}
