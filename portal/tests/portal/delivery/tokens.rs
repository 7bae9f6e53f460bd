//! Whose tokens a delivery carries.

use serde_json::{Value, json};

use super::fields;
use crate::running::{Running, answer};

/// The bound user's token, else the acting user's, else none.
#[tokio::test]
async fn whose_token_is_delivered() {
    let portal = Running::start().await;
    for (name, user) in [("acting", 0), ("bound", 15)] {
        let params =
            json!({"event": "ONCRMDEALUPDATE", "handler": portal.inbox(name), "auth_type": user});
        portal.result("event.bind", params).await;
    }
    portal
        .control("fire", json!({"event": "oncrmdealupdate", "user": 2}))
        .await;
    portal
        .control("fire", json!({"event": "oncrmdealupdate"}))
        .await;
    let acting = portal.arrived("acting", 2).await;
    let bound = portal.arrived("bound", 2).await;
    let users = |messages: &[Value]| {
        let mut users: Vec<String> = messages
            .iter()
            .map(|message| fields(message)["auth"]["user_id"].to_string())
            .collect();
        users.sort();
        users
    };
    assert_eq!(users(&acting), ["\"2\"", "null"]);
    assert_eq!(users(&bound), ["\"15\"", "\"15\""]);
    let robot = acting
        .iter()
        .find(|message| fields(message)["auth"].get("user_id").is_none())
        .unwrap();
    let names: Vec<&String> = fields(robot)["auth"].as_object().unwrap().keys().collect();
    let expected = [
        "domain",
        "client_endpoint",
        "server_endpoint",
        "member_id",
        "application_token",
    ];
    assert_eq!(names, expected);
    let token = fields(&bound[0])["auth"]["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        portal.call(&token, "profile", json!({})).await.1["result"]["ID"],
        "15"
    );
}

#[tokio::test]
async fn a_webhooks_handler_gets_no_token() {
    let portal = Running::start().await;
    let params = json!({"event": "ONCRMLEADADD", "handler": portal.inbox("hook")});
    portal.webhook("event.bind", params).await;
    portal.control("lead", json!({"user": 2})).await;
    let message = portal.arrived("hook", 1).await.remove(0);
    let auth = fields(&message)["auth"].as_object().unwrap();
    assert!(
        !auth.contains_key("access_token") && auth.contains_key("application_token"),
        "{auth:?}"
    );
}

#[tokio::test]
async fn each_webhook_has_its_own_application_token() {
    let portal = Running::start().await;
    let hook = |name: &str| json!({"event": "ONCRMLEADADD", "handler": portal.inbox(name)});
    portal.webhook("event.bind", hook("first")).await;
    let second = format!("{}event.bind", portal.text("userWebhook"));
    answer(portal.client.post(second).json(&hook("second"))).await;
    portal.bind("ONCRMLEADADD", &portal.inbox("app")).await;
    portal.control("lead", json!({})).await;
    let mut tokens = Vec::new();
    for inbox in ["first", "second", "app"] {
        let message = portal.arrived(inbox, 1).await.remove(0);
        tokens.push(fields(&message)["auth"]["application_token"].clone());
    }
    let state = portal.look("state").await;
    let own = &state["webhookApplicationTokens"];
    assert_eq!(
        tokens,
        [
            own["1"].clone(),
            own["2"].clone(),
            state["applicationToken"].clone()
        ]
    );
    assert!(
        tokens[0] != tokens[1] && tokens[0] != tokens[2],
        "{tokens:?}"
    );
}

#[tokio::test]
async fn events_carry_the_tokens_of_their_kind() {
    let portal = Running::start().await;
    for code in ["ONAPPPAYMENT", "ONIMBOTMESSAGEADD", "ONIMBOTV2MESSAGEADD"] {
        portal.bind(code, &portal.inbox(code)).await;
        portal
            .control("fire", json!({"event": code, "user": 1}))
            .await;
    }
    let payment = portal.arrived("ONAPPPAYMENT", 1).await.remove(0);
    assert_eq!(fields(&payment)["auth"].get("access_token"), None);
    let message = portal.arrived("ONIMBOTMESSAGEADD", 1).await.remove(0);
    let (auth, bot) = (
        &fields(&message)["auth"],
        &fields(&message)["data"]["BOT"]["39"],
    );
    assert_eq!(bot["access_token"], auth["access_token"]);
    assert_eq!(bot["AUTH"]["refresh_token"], auth["refresh_token"]);
    assert_eq!(
        (&bot["BOT_ID"], &bot["client_id"]),
        (&json!("39"), &json!(portal.text("clientId")))
    );
    let message = portal.arrived("ONIMBOTV2MESSAGEADD", 1).await.remove(0);
    let (auth, bot) = (&fields(&message)["auth"], &fields(&message)["data"]["bot"]);
    assert_eq!(bot["auth"]["access_token"], auth["access_token"]);
    let log = portal.look("deliveries").await.to_string();
    assert!(
        !log.contains(auth["access_token"].as_str().unwrap()),
        "masked in the log"
    );
}
