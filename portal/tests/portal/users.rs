//! The portal's users, where the configuration names them.

use bx24_portal::{Config, User};
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
