//! The portal's users, where the configuration names them; and what of users and apps is refused.

use bx24_portal::{App, Config, User};
use serde_json::json;

use crate::running::{Running, unlimited};

#[tokio::test]
async fn users_are_those_of_the_configuration() {
    let user = |id: i64, admin: bool| User {
        id,
        name: format!("User{id}"),
        last_name: String::new(),
        admin,
        webhook_secret: (id == 9).then(|| "aSecret".to_owned()),
    };
    let mut config = unlimited();
    config.switches.admins = vec![9];
    let portal = Running::with(Config {
        users: vec![user(4, false), user(9, true)],
        ..config
    })
    .await;
    assert!(portal.text("webhook").ends_with("/rest/9/aSecret/"));
    let users = json!([{"id": 4, "name": "User4"}, {"id": 9, "name": "User9"}]);
    assert_eq!(portal.look("users").await, users);
    assert_eq!(portal.result("profile", json!({})).await["ID"], "9");
    assert_eq!(
        portal.webhook("profile", json!({})).await.1["result"]["ADMIN"],
        true
    );
    let (_, other) = portal.call(&portal.user(), "profile", json!({})).await;
    assert_eq!(
        (&other["result"]["ID"], &other["result"]["ADMIN"]),
        (&json!("4"), &json!(false))
    );
    let found = portal.result("user.get", json!({})).await;
    assert_eq!(found.as_array().unwrap().len(), 2);
    let (status, body) = portal.try_control("frame", json!({"user": 1})).await;
    assert_eq!(
        (status, &body["error_description"]),
        (400, &json!("there is no user `1`"))
    );
}

async fn refused(config: Config) -> String {
    let server = bx24_portal::Server::bind(config).await;
    server.err().unwrap().to_string()
}

#[tokio::test]
async fn wrong_users_are_refused() {
    let with = |id: i64, secret: &str| User {
        id,
        admin: true,
        webhook_secret: Some(secret.to_owned()),
        ..User::default()
    };
    for (users, text) in [
        (vec![], "no user is an administrator"),
        (vec![with(0, "")], "user `0`: an ID is 1 or more"),
        (vec![with(1, ""), with(1, "")], "there are two users `1`"),
        (
            vec![with(1, "a/b")],
            "user `1`: `webhook-secret` may have letters and digits only",
        ),
    ] {
        let error = refused(Config {
            users,
            ..unlimited()
        })
        .await;
        assert!(error.starts_with(text) && !error.contains("a/b"), "{error}");
    }
}

#[tokio::test]
async fn wrong_applications_are_refused() {
    let app = |name: &str| App {
        name: name.to_owned(),
        client_id: Some(format!("local.{name}")),
        ..App::default()
    };
    let client = Some("local.a".to_owned());
    let no_page = App {
        api_only: true,
        ..app("a")
    };
    let no_address = App {
        install_url: Some("x".to_owned()),
        ..app("a")
    };
    for (apps, text) in [
        (vec![], "there is no app; give at least one"),
        (
            vec![app("a"), app("a")],
            "there are two apps with the `name` `a`",
        ),
        (
            vec![
                app("a"),
                App {
                    client_id: client,
                    ..app("b")
                },
            ],
            "there are two apps with the `client-id` `local.a`",
        ),
        (vec![app("A b")], "`A b` is no name of an app"),
        (vec![no_page], "app `a` has no page and no install address"),
        (vec![no_address], "`x` is no http or https address"),
    ] {
        let error = refused(Config {
            apps,
            ..unlimited()
        })
        .await;
        assert!(error.starts_with(text), "{error}");
    }
}
