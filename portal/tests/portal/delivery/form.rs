//! What is posted.

use axum::Router;
use axum::http::header;
use axum::routing::any;
use serde_json::json;

use super::fields;
use crate::running::Running;

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
