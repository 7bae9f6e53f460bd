//! Several applications in one portal: what each has of its own.

use bx24_portal::{App, Config};
use serde_json::{Value, json};

use crate::data_file::DataFile;
use crate::running::{Running, answer, short, stranger, unlimited};

fn app(name: &str) -> App {
    App {
        name: name.to_owned(),
        url: Some(format!("http://localhost:5173/{name}")),
        ..App::default()
    }
}

async fn two() -> Running {
    let shop = App {
        title: Some("The shop".to_owned()),
        scopes: Some(vec!["crm".to_owned()]),
        ..app("shop")
    };
    Running::with(Config {
        apps: vec![app("first"), shop],
        ..unlimited()
    })
    .await
}

/// A field of the ready line's second application.
fn of_shop(portal: &Running, name: &str) -> String {
    let shop = &portal.ready["applications"][1];
    shop[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_ready_line_names_them_all_and_the_first_stands_by_itself() {
    let portal = two().await;
    let all = portal.ready["applications"].as_array().unwrap();
    let names: Vec<&Value> = all.iter().map(|app| &app["name"]).collect();
    assert_eq!(names, ["first", "shop"]);
    for name in [
        "app",
        "clientId",
        "clientSecret",
        "applicationToken",
        "accessToken",
    ] {
        assert_eq!(portal.ready[name], all[0][name], "{name}");
        assert_ne!(portal.ready[name], all[1][name], "{name}");
    }
}

#[tokio::test]
async fn handlers_options_and_scopes_are_each_ones_own() {
    let portal = two().await;
    let token = of_shop(&portal, "accessToken");
    portal.bind("ONCRMLEADADD", &portal.inbox("first")).await;
    let bind = json!({"event": "ONCRMLEADADD", "handler": portal.inbox("shop")});
    portal.call(&token, "event.bind", bind).await;
    for (token, inbox) in [(portal.admin(), "first"), (token.clone(), "shop")] {
        let (_, own) = portal.call(&token, "event.get", json!({})).await;
        assert_eq!(own["result"].as_array().unwrap().len(), 1);
        assert_eq!(own["result"][0]["handler"], portal.inbox(inbox));
    }
    let option = json!({"options": {"a": "shop"}});
    portal.call(&token, "app.option.set", option.clone()).await;
    portal.call(&token, "user.option.set", option).await;
    for method in ["app.option.get", "user.option.get"] {
        assert_eq!(
            portal.result(method, json!({})).await,
            json!([]),
            "{method}"
        );
        let (_, own) = portal.call(&token, method, json!({})).await;
        assert_eq!(own["result"], json!({"a": "shop"}), "{method}");
    }
    let (_, scope) = portal.call(&token, "scope", json!({})).await;
    assert_eq!(scope["result"], json!(["crm"]));
    let refused = portal.call(&token, "user.get", json!({})).await;
    assert_eq!(
        (refused.0, &refused.1["error"]),
        (401, &json!("insufficient_scope"))
    );
    assert_eq!(portal.rest("user.get", json!({})).await.0, 200);

    portal.control("lead", json!({})).await;
    let first = portal.arrived("first", 1).await.remove(0);
    let shop = portal.arrived("shop", 1).await.remove(0);
    assert_eq!(
        shop["fields"]["auth"]["application_token"],
        of_shop(&portal, "applicationToken")
    );
    assert_eq!(shop["fields"]["auth"]["scope"], "crm");
    assert_eq!(
        first["fields"]["auth"]["application_token"],
        portal.text("applicationToken")
    );
}

#[tokio::test]
async fn each_has_a_life_of_its_own() {
    let portal = two().await;
    let token = of_shop(&portal, "accessToken");
    for (token, inbox) in [(portal.admin(), "first"), (token.clone(), "shop")] {
        let bind = json!({"event": "ONAPPUPDATE", "handler": portal.inbox(inbox)});
        portal.call(&token, "event.bind", bind).await;
    }
    let update = json!({"action": "update", "application": "shop"});
    let state = portal.control("application", update).await;
    let application = (
        &state["application"]["name"],
        &state["application"]["version"],
    );
    assert_eq!(application, (&json!("shop"), &json!(2)));
    portal.arrived("shop", 1).await;
    let told: Vec<Value> = portal.look("deliveries").await.as_array().unwrap().clone();
    assert_eq!(told.len(), 1, "the other is not told: {told:?}");
    assert_eq!(portal.result("app.info", json!({})).await["VERSION"], 1);

    let uninstall = json!({"action": "uninstall", "application": "shop", "clean": true});
    portal.control("application", uninstall).await;
    let gone = portal.call(&token, "profile", json!({})).await;
    assert_eq!(
        short(&gone),
        json!([401, "APPLICATION_NOT_FOUND", "Application not found"])
    );
    assert_eq!(portal.handlers().await.len(), 1);
    let state = portal.look("state?application=shop").await;
    assert_eq!(state["application"]["installed"], false);
    let installed = [true, false].map(|is| json!(is));
    let summaries = state["applications"].as_array().unwrap().iter();
    let shown: Vec<Value> = summaries.map(|app| app["installed"].clone()).collect();
    assert_eq!(shown, installed);
}

#[tokio::test]
async fn switches_of_an_application_are_set_by_its_name() {
    let portal = two().await;
    let set = portal
        .control("switches?application=shop", json!({"version": 7}))
        .await;
    assert_eq!(set["version"], 7);
    assert_eq!(portal.look("switches").await["version"], 1);
    let (status, body) = portal
        .try_control("switches?application=shop", json!({"bucket": null}))
        .await;
    let text = body["error_description"].as_str().unwrap();
    assert_eq!(status, 400);
    assert!(
        text.starts_with("`bucket` is no switch of an application"),
        "{text}"
    );
    portal.switch(json!({"tokenLifetime": 60})).await;
    let own = portal.look("switches?application=shop").await;
    assert_eq!(
        (&own["version"], &own["tokenLifetime"]),
        (&json!(7), &json!(60))
    );
    let (status, body) = answer(
        portal
            .client
            .get(portal.url("control/state?application=shpo")),
    )
    .await;
    let text = &body["error_description"];
    assert_eq!(status, 400);
    assert_eq!(text, "there is no application `shpo`; the nearest: `shop`");
}

#[tokio::test]
async fn the_authorization_server_knows_each_by_its_id_and_secret() {
    let portal = two().await;
    let ask = |secret: String, token: String| {
        let form = [
            ("grant_type", "refresh_token".to_owned()),
            ("client_id", of_shop(&portal, "clientId")),
            ("client_secret", secret),
            ("refresh_token", token),
        ];
        answer(portal.client.post(portal.url("oauth/token/")).form(&form))
    };
    let secret = of_shop(&portal, "clientSecret");
    let (_, body) = ask(
        portal.text("clientSecret"),
        of_shop(&portal, "refreshToken"),
    )
    .await;
    assert_eq!(body["error"], "wrong_client", "another's secret");
    let (_, body) = ask(secret.clone(), portal.text("refreshToken")).await;
    assert_eq!(body["error"], "invalid_grant", "another's token");
    let (status, body) = ask(secret, of_shop(&portal, "refreshToken")).await;
    assert_eq!((status, &body["scope"]), (200, &json!("crm")));
    let token = body["access_token"].as_str().unwrap();
    let (_, info) = portal.call(token, "app.info", json!({})).await;
    assert_eq!(info["result"]["CODE"], of_shop(&portal, "clientId"));
}

#[tokio::test]
async fn a_code_is_for_the_application_that_asked() {
    let portal = two().await;
    let client = stranger().redirect(reqwest::redirect::Policy::none());
    let query = [("client_id", of_shop(&portal, "clientId"))];
    let asked = client
        .build()
        .unwrap()
        .get(portal.url("oauth/authorize/"))
        .query(&query);
    let asked = asked.send().await.unwrap();
    let to = reqwest::Url::parse(asked.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(to.path(), "/shop");
    let code = to.query_pairs().find(|(name, _)| name == "code").unwrap().1;
    let redeem = |id: String, secret: String| {
        let form = [
            ("grant_type", "authorization_code".to_owned()),
            ("client_id", id),
            ("client_secret", secret),
            ("code", code.clone().into_owned()),
        ];
        answer(portal.client.post(portal.url("oauth/token/")).form(&form))
    };
    let (_, body) = redeem(portal.text("clientId"), portal.text("clientSecret")).await;
    assert_eq!(body["error"], "invalid_grant", "another's code");
}

#[tokio::test]
async fn what_is_each_ones_own_is_kept_and_reset() {
    let file = DataFile::new("applications");
    let config = || Config {
        apps: vec![app("first"), app("shop")],
        ..file.config()
    };
    let portal = Running::with(config()).await;
    let secret = of_shop(&portal, "clientSecret");
    let update = json!({"action": "update", "application": "shop"});
    portal.control("application", update).await;
    portal.switch(json!({"tokenLifetime": 60})).await;
    portal.end().await;
    let portal = Running::with(config()).await;
    assert_eq!(of_shop(&portal, "clientSecret"), secret);
    let shop = || portal.look("switches?application=shop");
    let switches = shop().await;
    assert_eq!(
        (&switches["version"], &switches["tokenLifetime"]),
        (&json!(2), &json!(60))
    );
    assert_eq!(portal.look("switches").await["version"], 1);
    portal.control("reset", json!({})).await;
    let switches = shop().await;
    assert_eq!(
        (&switches["version"], &switches["tokenLifetime"]),
        (&json!(1), &json!(3600))
    );
    let token = of_shop(&portal, "accessToken");
    assert_eq!(portal.call(&token, "profile", json!({})).await.0, 200);
}
