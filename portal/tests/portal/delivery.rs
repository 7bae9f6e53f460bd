//! Delivery, contract §9: over the network, to the inbox and to a handler of the test's own.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::any;
use serde_json::{Value, json};

use crate::running::{Running, answer};

fn fields(message: &Value) -> &Value {
    &message["fields"]
}

#[tokio::test]
async fn an_event_arrives_as_a_form() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("demo")).await;
    let id = portal.control("lead", json!({})).await["id"].clone();
    let message = portal.arrived("demo", 1).await.remove(0);
    assert_eq!(message["contentType"], "application/x-www-form-urlencoded");
    let raw = message["raw"].as_str().unwrap();
    assert!(
        raw.starts_with("event=ONCRMLEADADD&event_handler_id=1&data%5BFIELDS%5D%5BID%5D="),
        "{raw}"
    );
    let sent = fields(&message);
    assert_eq!(sent["data"]["FIELDS"]["ID"], json!(id.to_string()));
    assert!(sent["ts"].as_str().unwrap().parse::<i64>().unwrap() > 1_700_000_000);
    let auth = &sent["auth"];
    let rest = portal.text("rest");
    for (name, value) in [
        ("application_token", portal.text("applicationToken")),
        ("member_id", portal.text("memberId")),
        ("client_endpoint", rest.clone()),
        (
            "server_endpoint",
            format!("{}rest/", portal.text("authorizationServer")),
        ),
        ("domain", rest.replace("http://", "").replace("/rest/", "")),
        ("user_id", "1".to_owned()),
        ("expires_in", "3600".to_owned()),
        ("status", "L".to_owned()),
    ] {
        assert_eq!(auth[name], json!(value), "{name}");
    }
    assert!(
        auth["scope"]
            .as_str()
            .unwrap()
            .contains("calendar,call,cashbox,catalog,")
    );
    assert_eq!(
        auth.get("refresh_token"),
        None,
        "ordinary events carry none"
    );
    let log = portal.deliveries(1).await.remove(0);
    assert_eq!(
        (&log["outcome"], &log["status"], &log["handlerId"]),
        (&json!("sent"), &json!(200), &json!(1))
    );
    assert!(log["ms"].as_f64().unwrap() > 0.0);
    let logged = log["body"].as_str().unwrap();
    let token = auth["access_token"].as_str().unwrap();
    assert!(
        logged.contains("auth%5Baccess_token%5D=***&") && !logged.contains(token),
        "{logged}"
    );
}

#[tokio::test]
async fn after_unbind_nothing_arrives() {
    let portal = Running::start().await;
    let inbox = portal.inbox("demo");
    portal.bind("ONCRMLEADADD", &inbox).await;
    portal
        .result(
            "event.unbind",
            json!({"event": "ONCRMLEADADD", "handler": inbox}),
        )
        .await;
    let fired = portal
        .control("fire", json!({"event": "ONCRMLEADADD"}))
        .await;
    assert_eq!(
        (&fired["deliveries"], &fired["queued"]),
        (&json!(0), &json!(0))
    );
    portal.settle().await;
    assert_eq!(portal.arrived("demo", 0).await.len(), 0);
}

#[tokio::test]
async fn an_event_says_what_came_of_it() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("one")).await;
    portal.bind("ONOFFLINEEVENT", &portal.inbox("two")).await;
    let offline = json!({"event": "ONCRMLEADADD", "event_type": "offline"});
    portal.result("event.bind", offline).await;
    let fire = json!({"event": "oncrmleadadd"});
    assert_eq!(
        portal.control("lead", json!({})).await,
        json!({"id": 1, "eventId": 1, "deliveries": 2, "queued": 1, "known": true, "silence": null})
    );
    let again = portal.control("fire", fire.clone()).await;
    assert_eq!(
        (&again["eventId"], &again["queued"]),
        (&json!(2), &json!(1))
    );
    portal.switch(json!({"installed": false})).await;
    assert_eq!(
        portal.control("fire", fire).await,
        json!({"eventId": 3, "deliveries": 0, "queued": 0, "known": true,
            "silence": "the installation is not finished"})
    );
    for (event, known) in [
        ("ONCRMLEEDADD", false),
        ("ONCRMDYNAMICITEMADD_147", true),
        ("ONAPPTEST", true),
    ] {
        let fire = json!({"event": event, "force": !known});
        let fired = portal.control("fire", fire).await;
        assert_eq!(fired["known"], known, "{event}");
    }
    let log = portal.deliveries(4).await;
    let of_event = |id: u64| log.iter().filter(|one| one["eventId"] == id).count();
    assert!(of_event(1) == 2 && of_event(3) == 1, "{log:?}");
}

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
async fn event_test_reaches_its_own_application() {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", &portal.inbox("own")).await;
    portal
        .webhook(
            "event.bind",
            json!({"event": "ONAPPTEST", "handler": portal.inbox("other")}),
        )
        .await;
    assert_eq!(
        portal
            .result("event.test", json!({"Any": {"x": [1, "a&b"]}}))
            .await,
        json!(1)
    );
    let message = portal.arrived("own", 1).await.remove(0);
    assert_eq!(
        fields(&message)["data"]["QUERY"],
        json!({"Any": {"x": ["1", "a&b"]}})
    );
    assert!(
        fields(&message)["auth"]["refresh_token"].is_string(),
        "ONAPPTEST carries one"
    );
    portal.settle().await;
    assert_eq!(portal.arrived("other", 0).await.len(), 0);
    assert_eq!(portal.result("event.test", json!({})).await, json!(1));
    let message = portal.arrived("own", 2).await.remove(1);
    assert_eq!(fields(&message)["data"].get("QUERY"), None);
}

#[tokio::test]
async fn nothing_is_delivered_while_the_app_may_not_hear() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("demo")).await;
    let words = [
        "installation is not finished",
        "not active",
        "payment has expired",
    ];
    for ((name, silent, undo), words) in [
        ("installed", false, true),
        ("active", false, true),
        ("paymentExpired", true, false),
    ]
    .into_iter()
    .zip(words)
    {
        portal.switch(json!({name: silent})).await;
        assert_eq!(
            portal
                .control("fire", json!({"event": "ONCRMLEADADD"}))
                .await["deliveries"],
            0
        );
        assert_eq!(portal.result("event.test", json!({})).await, json!(1));
        let log = portal.deliveries(1).await.pop().unwrap();
        assert_eq!(
            (&log["outcome"], &log["body"]),
            (&json!("not sent"), &Value::Null)
        );
        assert!(log["reason"].as_str().unwrap().contains(words), "{log}");
        portal.switch(json!({name: undo})).await;
    }
    portal.settle().await;
    assert_eq!(
        portal.arrived("demo", 0).await.len(),
        0,
        "nothing is replayed"
    );
}

#[tokio::test]
async fn other_hosts_get_nothing() {
    let portal = Running::start().await;
    portal
        .bind("ONCRMLEADADD", "https://www.my-domain.ru/handler/")
        .await;
    portal.control("lead", json!({})).await;
    let log = portal.deliveries(1).await.remove(0);
    assert_eq!(log["outcome"], "not sent");
    let reason =
        "`www.my-domain.ru` is not this machine; `--deliver-to www.my-domain.ru` allows it";
    assert_eq!(log["reason"], reason);
}

/// §14: what happened on the way stands in the log.
#[tokio::test]
async fn redirects_stand_in_the_log() {
    let (portal, own) = (Running::start().await, own_handler().await);
    let inbox = portal.inbox("demo");
    portal
        .bind("ONCRMLEADADD", &format!("{own}/moved?{inbox}"))
        .await;
    portal
        .bind("ONCRMLEADADD", &format!("{own}/to?{inbox}"))
        .await;
    portal.control("lead", json!({})).await;
    let mut log = portal.deliveries(2).await;
    log.sort_by_key(|delivery| delivery["handlerId"].as_i64());
    let moved = format!("301: repeated as GET, body lost, to {inbox}");
    assert_eq!(log[0]["redirects"], json!([moved]));
    let repeated = format!("307: repeated as POST, to {inbox}");
    assert_eq!(log[1]["redirects"], json!([repeated]));
    let arrived = portal.arrived("demo", 2).await;
    let empty = arrived
        .iter()
        .filter(|message| message["raw"] == "")
        .count();
    assert_eq!(empty, 1, "one came as GET, without its form");
}

#[tokio::test]
async fn a_delivery_names_its_engine() {
    let portal = Running::start().await;
    let (sender, mut agents) = tokio::sync::mpsc::unbounded_channel();
    let router = Router::new().route(
        "/",
        any(move |headers: axum::http::HeaderMap| async move {
            sender
                .send(headers[header::USER_AGENT].to_str().unwrap().to_owned())
                .unwrap();
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let handler = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    portal.bind("ONCRMLEADADD", &handler).await;
    portal.control("lead", json!({})).await;
    assert_eq!(agents.recv().await.unwrap(), "Bitrix24 Webhook Engine");
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

/// A server whose paths answer: `to?WHERE` redirects, `moved?WHERE` too but without the body, `fail` 500, `late` after the test's patience.
async fn own_handler() -> String {
    let to = |request: axum::extract::Request| async move {
        let target = request.uri().query().unwrap_or_default().to_owned();
        (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, target)]).into_response()
    };
    let moved = |request: axum::extract::Request| async move {
        let target = request.uri().query().unwrap_or_default().to_owned();
        (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target)]).into_response()
    };
    let router = Router::new()
        .route("/to", any(to))
        .route("/moved", any(moved))
        .route("/fail", any(|| async { StatusCode::INTERNAL_SERVER_ERROR }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

#[tokio::test]
async fn redirects_are_followed_to_allowed_hosts_only() {
    let (portal, own) = (Running::start().await, own_handler().await);
    portal
        .bind(
            "ONCRMLEADADD",
            &format!("{own}/to?{}", portal.inbox("demo")),
        )
        .await;
    portal
        .bind(
            "ONCRMLEADADD",
            &format!("{own}/to?https://www.my-domain.ru/"),
        )
        .await;
    portal
        .bind("ONCRMLEADADD", &format!("{own}/to?{own}/to"))
        .await;
    portal.control("lead", json!({})).await;
    let mut log = portal.deliveries(3).await;
    log.sort_by_key(|delivery| delivery["handlerId"].as_i64());
    assert_eq!(
        (&log[0]["outcome"], &log[0]["status"]),
        (&json!("sent"), &json!(200))
    );
    assert_eq!(
        fields(&portal.arrived("demo", 1).await[0])["event"],
        "ONCRMLEADADD"
    );
    assert_eq!(log[1]["outcome"], "not sent");
    let reason = log[1]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("redirected, and `www.my-domain.ru` is not this machine"),
        "{reason}"
    );
}

#[tokio::test]
async fn there_is_no_second_try() {
    let (portal, own) = (Running::start().await, own_handler().await);
    portal.bind("ONCRMLEADADD", &format!("{own}/fail")).await;
    // a port that nobody listens on: bound once, and given back
    let free = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    portal
        .bind("ONCRMLEADADD", &format!("http://{free}/"))
        .await;
    portal.control("lead", json!({})).await;
    let mut log = portal.deliveries(2).await;
    log.sort_by_key(|delivery| delivery["handlerId"].as_i64());
    assert_eq!(
        (&log[0]["outcome"], &log[0]["status"]),
        (&json!("sent"), &json!(500))
    );
    assert_eq!(
        (&log[1]["outcome"], &log[1]["status"]),
        (&json!("failed"), &Value::Null)
    );
    assert!(
        log[1]["reason"].as_str().unwrap().contains("refused"),
        "{}",
        log[1]
    );
    portal.settle().await;
    assert_eq!(portal.deliveries(2).await.len(), 2);
}

/// §9.3: a chain of events ends after the seventh token.
#[tokio::test]
async fn a_chain_of_events_ends() {
    let portal = Running::start().await;
    portal.bind("ONAPPTEST", &portal.inbox("chain")).await;
    let mut token = portal.admin();
    for length in 1..=8 {
        portal.call(&token, "event.test", json!({})).await;
        let message = portal.arrived("chain", length).await.remove(length - 1);
        token = fields(&message)["auth"]["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
    }
    assert_eq!(
        portal.call(&token, "event.test", json!({})).await.1["result"],
        json!(1)
    );
    portal.settle().await;
    assert_eq!(portal.arrived("chain", 8).await.len(), 8);
}

#[tokio::test]
async fn old_portals_send_no_handler_id() {
    let portal = Running::start().await;
    portal.switch(json!({"eventHandlerId": false})).await;
    portal.bind("ONAPPTEST", &portal.inbox("demo")).await;
    portal.result("event.test", json!({})).await;
    assert_eq!(
        fields(&portal.arrived("demo", 1).await[0]).get("event_handler_id"),
        None
    );
}
