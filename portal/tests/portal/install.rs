//! Installers: an install address beside the app's, and apps without a page (contract §8.1, §9.5).

use bx24_portal::App;
use serde_json::{Value, json};

use super::data_file::DataFile;
use crate::running::{Running, with_app};

const PAGE: &str = "http://localhost:5173/app";
const INSTALLER: &str = "http://localhost:5174/install?x=1";

fn app() -> App {
    App {
        url: Some(PAGE.to_owned()),
        install_url: Some(INSTALLER.to_owned()),
        ..App::default()
    }
}

/// The frame that is opened for this user, without what it adds to the address.
async fn address(portal: &Running, opening: Value) -> String {
    let frame = portal.control("frame", opening).await;
    let action = frame["action"].as_str().unwrap();
    let end = action.find("DOMAIN=").unwrap();
    action[..end - 1].to_owned()
}

#[tokio::test]
async fn the_installer_is_shown_until_the_installation_is_finished() {
    let portal = Running::with(with_app(app())).await;
    assert_eq!(
        portal.result("app.info", json!({})).await["INSTALLED"],
        false
    );
    let frame = portal.control("frame", json!({"user": 1})).await;
    assert_eq!(address(&portal, json!({})).await, INSTALLER);
    assert_eq!(frame["appOrigin"], "http://localhost:5174");
    let shown = (&frame["initData"]["INSTALL"], &frame["fields"]["PLACEMENT"]);
    assert_eq!(shown, (&json!(true), &json!("DEFAULT")));
    assert!(frame["fields"]["AUTH_ID"].is_string() && frame["fields"]["REFRESH_ID"].is_string());
    let (status, refused) = portal.try_control("frame", json!({"user": 2})).await;
    assert_eq!((status, &refused["error"]), (403, &json!("NOT_INSTALLED")));

    portal.bind("ONAPPINSTALL", &portal.inbox("install")).await;
    let finish = json!({"appSid": frame["appSid"]});
    portal.control("frame/setInstallFinish", finish).await;
    assert_eq!(portal.arrived("install", 1).await.len(), 1);
    let frame = portal.control("frame", json!({"user": 2})).await;
    assert_eq!(address(&portal, json!({"user": 2})).await, PAGE);
    assert_eq!(frame["initData"]["INSTALL"], false);
    assert_eq!(
        portal.result("app.info", json!({})).await["INSTALLED"],
        true
    );
}

#[tokio::test]
async fn a_placement_is_not_shown_before() {
    let portal = Running::with(with_app(app())).await;
    let bind = json!({"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": "https://app.example/tab"});
    portal.result("placement.bind", bind).await;
    let opening = json!({"placement": "crm_deal_detail_tab"});
    assert_eq!(address(&portal, opening.clone()).await, INSTALLER);
    let frame = portal.control("frame", opening.clone()).await;
    assert_eq!(frame["placement"], "DEFAULT");
    let install = json!({"action": "install"});
    portal.control("application", install).await;
    assert_eq!(address(&portal, opening).await, "https://app.example/tab");
}

#[tokio::test]
async fn what_is_not_installed_is_known_after_a_restart_and_anew_after_a_reset() {
    let file = DataFile::new("installed");
    let config = || bx24_portal::Config {
        apps: vec![app()],
        ..file.config()
    };
    let portal = Running::with(config()).await;
    portal
        .control("application", json!({"action": "install"}))
        .await;
    portal.end().await;
    let portal = Running::with(config()).await;
    assert_eq!(address(&portal, json!({})).await, PAGE);
    portal.control("reset", json!({})).await;
    assert_eq!(address(&portal, json!({})).await, INSTALLER);
}

#[tokio::test]
async fn the_address_that_is_tried_is_the_one_that_is_opened() {
    let portal = Running::with(with_app(app())).await;
    let tried = portal.control("probe", json!({})).await;
    assert_eq!(tried["address"], INSTALLER);
    portal
        .control("application", json!({"action": "install"}))
        .await;
    assert_eq!(portal.control("probe", json!({})).await["address"], PAGE);
}

#[tokio::test]
async fn a_placement_on_another_machine_is_not_tried() {
    let portal = Running::start().await;
    let bind = json!({"PLACEMENT": "CALL_CARD", "HANDLER": "https://app.example/card"});
    portal.result("placement.bind", bind).await;
    let tried = portal
        .control("probe", json!({"placement": "CALL_CARD"}))
        .await;
    let untried = json!({
        "address": "https://app.example/card", "method": "POST", "status": null, "reason": null,
    });
    assert_eq!(tried, untried);
}

/// An app without a page, whose install address is an inbox of another portal.
fn without_page(other: &Running) -> App {
    App {
        install_url: Some(other.inbox("install")),
        api_only: true,
        ..App::default()
    }
}

#[tokio::test]
async fn an_app_without_a_page_is_installed_by_itself() {
    let own = Running::start().await;
    let file = DataFile::new("api-only");
    let config = || bx24_portal::Config {
        apps: vec![without_page(&own)],
        ..file.config()
    };
    let portal = Running::with(config()).await;
    let message = own.arrived("install", 1).await.remove(0);
    let fields = &message["fields"];
    assert_eq!(fields["event"], "ONAPPINSTALL");
    let data = json!({"VERSION": "1", "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": "en"});
    assert_eq!(fields["data"], data);
    let token = fields["auth"]["access_token"].as_str().unwrap();
    let (_, info) = portal.call(token, "app.info", json!({})).await;
    assert_eq!(info["result"]["INSTALLED"], true);
    assert!(fields["auth"]["refresh_token"].is_string());
    assert_eq!(
        fields["auth"]["application_token"],
        portal.text("applicationToken")
    );
    assert_eq!(portal.handlers().await[0]["event"], "ONAPPINSTALL");
    portal.end().await;

    let portal = Running::with(config()).await;
    portal
        .control("application", json!({"action": "update"}))
        .await;
    portal.settle().await;
    assert_eq!(own.arrived("install", 1).await.len(), 1, "once");
    portal.control("reset", json!({})).await;
    assert_eq!(own.arrived("install", 2).await.len(), 2, "as at the start");
}

#[tokio::test]
async fn an_app_without_a_page_is_in_no_frame() {
    let own = Running::start().await;
    let portal = Running::with(with_app(without_page(&own))).await;
    for call in ["frame", "probe"] {
        let (status, body) = portal.try_control(call, json!({})).await;
        assert_eq!((status, &body["error"]), (409, &json!("NO_PAGE")), "{call}");
    }
    assert_eq!(portal.ready["app"], Value::Null);
}
