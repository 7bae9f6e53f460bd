//! What belongs together is saved together: the database is made to fail in the middle of it.

use serde_json::json;

use crate::data_file::DataFile;
use crate::running::{Answer, Running, answer, unlimited};

/// A portal whose database refuses what the trigger's `when` says, such as `INSERT ON token`.
async fn failing(name: &str, when: &str) -> (DataFile, Running) {
    let file = DataFile::new(name);
    let portal = Running::with(file.config()).await;
    portal.bind("ONCRMLEADADD", "http://127.0.0.1:9/h").await;
    file.change(&format!(
        "CREATE TRIGGER broken BEFORE {when} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    ));
    (file, portal)
}

async fn refresh(portal: &Running, token: &str) -> Answer {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", &portal.text("clientId")),
        ("client_secret", &portal.text("clientSecret")),
        ("refresh_token", token),
    ];
    answer(portal.client.post(portal.url("oauth/token/")).form(&form)).await
}

#[tokio::test]
async fn a_refresh_token_is_not_spent_without_a_new_pair() {
    for when in ["INSERT ON token WHEN new.refresh = 1", "INSERT ON token"] {
        let (file, portal) = failing("refresh", when).await;
        let token = portal.text("refreshToken");
        let (status, body) = refresh(&portal, &token).await;
        assert_eq!((status, &body["error"]), (500, &json!("ERROR_CORE")));
        assert_eq!(file.count("token"), 6, "no half of a pair either");
        file.change("DROP TRIGGER broken");
        assert_eq!(refresh(&portal, &token).await.0, 200);
        assert_eq!(refresh(&portal, &token).await.0, 400, "it is spent now");
    }
}

#[tokio::test]
async fn a_reset_that_fails_resets_nothing() {
    let (_file, portal) = failing("reset", "INSERT ON token").await;
    portal.switch(json!({"version": 5})).await;
    assert_eq!(portal.try_control("reset", json!({})).await.0, 500);
    assert_eq!(portal.handlers().await.len(), 1);
    assert_eq!(portal.look("switches").await["version"], 5);
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn an_uninstallation_that_fails_leaves_the_app_installed() {
    let when = "INSERT ON setting WHEN new.name = 'switches'";
    let (_file, portal) = failing("uninstall", when).await;
    let body = json!({"action": "uninstall", "clean": true});
    assert_eq!(portal.try_control("application", body).await.0, 500);
    assert_eq!(portal.handlers().await.len(), 1);
    assert_eq!(portal.look("switches").await["installed"], true);
}

/// Version, handlers and the event in the queue of an offline handler.
#[tokio::test]
async fn an_update_that_fails_updates_nothing() {
    for when in [
        "INSERT ON setting WHEN new.name = 'switches'",
        "INSERT ON offline",
        "DELETE ON handler",
    ] {
        let (file, portal) = failing("update", when).await;
        portal.bind("ONAPPUPDATE", &portal.inbox("update")).await;
        let offline = json!({"event": "ONAPPUPDATE", "event_type": "offline"});
        portal.result("event.bind", offline).await;
        let update = json!({"action": "update"});
        assert_eq!(
            portal.try_control("application", update.clone()).await.0,
            500
        );
        assert_eq!(portal.look("switches").await["version"], 1, "{when}");
        assert_eq!(portal.handlers().await.len(), 3, "{when}");
        assert_eq!(file.count("offline"), 0, "{when}");
        file.change("DROP TRIGGER broken");
        portal.control("application", update).await;
        let told = portal.arrived("update", 1).await;
        assert_eq!(told.len(), 1, "nobody was told of the one that failed");
        assert_eq!(told[0]["fields"]["data"]["VERSION"], "2");
        assert_eq!(
            (portal.handlers().await.len(), file.count("offline")),
            (0, 1)
        );
    }
}

#[tokio::test]
async fn an_event_goes_into_all_queues_or_into_none() {
    let (file, portal) = failing("queues", "INSERT ON offline WHEN new.connector = 'b'").await;
    for connector in ["a", "b"] {
        let offline = json!({"event": "ONCRMLEADADD", "event_type": "offline",
            "auth_connector": connector});
        portal.result("event.bind", offline).await;
    }
    assert_eq!(portal.try_control("lead", json!({})).await.0, 500);
    assert_eq!(file.count("offline"), 0);
    file.change("DROP TRIGGER broken");
    portal.control("lead", json!({})).await;
    assert_eq!(file.count("offline"), 2);
}

#[tokio::test]
async fn a_switch_that_cannot_be_saved_changes_nothing() {
    let (_file, portal) = failing("switch", "INSERT ON setting").await;
    let (status, _) = portal
        .try_control("switches", json!({"tokenLifetime": 5}))
        .await;
    assert_eq!(status, 500);
    assert_eq!(portal.look("switches").await["tokenLifetime"], 3600);
}

/// Options of one owner are one row: two changes at once must not lose one of them.
#[tokio::test]
async fn options_set_at_once_are_all_kept() {
    let portal = Running::with(unlimited()).await;
    let opened = portal.control("frame", json!({})).await;
    let set = |name: usize| {
        let params = json!({"name": name.to_string(), "value": "x"});
        let body = json!({"appSid": opened["appSid"], "params": params});
        portal.control("frame/setAppOption", body)
    };
    futures_util::future::join_all((0..50).map(set)).await;
    let opened = portal.control("frame", json!({})).await;
    let options = opened["initData"]["APP_OPTIONS"].as_object().unwrap();
    assert_eq!(options.len(), 50);
}
