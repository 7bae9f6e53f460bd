//! `--data FILE`: what outlives the program.

use serde_json::json;

use crate::data_file::DataFile;
use crate::running::{Running, unlimited};

#[tokio::test]
async fn a_data_file_keeps_the_state() {
    let file = DataFile::new("kept");
    let config = || file.config();
    let first = Running::with(config()).await;
    let (token, webhook) = (first.admin(), first.text("webhook"));
    first.bind("ONCRMLEADADD", "https://x.y/h").await;
    first
        .result(
            "event.bind",
            json!({"event": "ONCRMLEADADD", "event_type": "offline"}),
        )
        .await;
    first.control("lead", json!({})).await;
    first.switch(json!({"paymentExpired": true})).await;
    first.end().await;
    let second = Running::with(config()).await;
    assert_eq!(second.admin(), token);
    assert_eq!(
        second.text("webhook").split("/rest/").nth(1),
        webhook.split("/rest/").nth(1)
    );
    assert_eq!(second.handlers().await.len(), 2);
    let queued = second.result("event.offline.list", json!({})).await;
    assert_eq!(queued[0]["EVENT_NAME"], "ONCRMLEADADD");
    assert_eq!(second.look("switches").await["paymentExpired"], true);
}

#[tokio::test]
async fn a_file_of_before_the_versions_is_adopted() {
    let file = DataFile::new("adopted");
    let first = Running::with(file.config()).await;
    let (token, secret) = (first.admin(), first.text("clientSecret"));
    first.bind("ONCRMLEADADD", "https://x.y/h").await;
    let option = json!({"options": {"a": "b"}});
    first.result("user.option.set", option.clone()).await;
    first.result("app.option.set", option).await;
    first.end().await;
    // what an older portal wrote
    file.change(
        "ALTER TABLE token DROP COLUMN application; DROP TABLE object;
         DROP TABLE placement;
         UPDATE setting SET name = 'options.user.1' WHERE name = 'options.app.user.1';
         UPDATE setting SET value = json_object(
           'member_id', value -> '$.member_id', 'webhooks', value -> '$.webhooks',
           'client_id', value -> '$.clients.app.client_id',
           'client_secret', value -> '$.clients.app.client_secret',
           'application_token', value -> '$.clients.app.application_token',
           'admin', value -> '$.clients.app.tokens.1', 'user', value -> '$.clients.app.tokens.2')
         WHERE name = 'identity';
         PRAGMA user_version = 0; PRAGMA application_id = 0;",
    );
    let second = Running::with(file.config()).await;
    assert_eq!(
        (second.admin(), second.text("clientSecret")),
        (token, secret)
    );
    assert_eq!(second.handlers().await.len(), 1);
    for method in ["user.option.get", "app.option.get"] {
        assert_eq!(
            second.result(method, json!({})).await,
            json!({"a": "b"}),
            "{method}"
        );
    }
    assert_eq!(second.result("profile", json!({})).await["ID"], "1");
    second.end().await;
    assert!(file.number("user_version") >= 2);
    assert_eq!(file.number("application_id"), 0x6278_3234);
}

#[tokio::test]
async fn another_programs_file_is_left_alone() {
    let file = DataFile::new("foreign");
    file.change("CREATE TABLE note (text TEXT); PRAGMA user_version = 7;");
    let text = file.refused().await;
    assert!(text.contains("belongs to another program"), "{text}");
    assert_eq!(file.number("user_version"), 7);
    file.change("PRAGMA application_id = 5");
    let text = file.refused().await;
    assert!(text.contains("application_id `5`"), "{text}");
}

#[tokio::test]
async fn a_newer_portals_file_is_refused() {
    let file = DataFile::new("newer");
    Running::with(file.config()).await.end().await;
    file.change("PRAGMA user_version = 999");
    let text = file.refused().await;
    assert!(text.contains("its version is `999`"), "{text}");
}

#[tokio::test]
async fn a_port_in_use_is_said_so() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = bx24_portal::Server::bind(bx24_portal::Config {
        port,
        ..unlimited()
    })
    .await
    .err()
    .unwrap();
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("cannot listen on `127.0.0.1:{port}`")),
        "{text}"
    );
}

#[tokio::test]
async fn files_that_cannot_be_used_are_named_with_the_remedy() {
    let file = DataFile::new("unusable");
    std::fs::write(&file.0, "no database at all".repeat(100)).unwrap();
    let name = file.0.display();
    assert_eq!(
        file.refused().await,
        format!(
            "cannot use the data file `{name}`: it is not a database; give a file that does not exist yet"
        )
    );
    let kept = std::fs::read(&file.0).unwrap();
    assert!(kept.starts_with(b"no database at all"), "it is left alone");
    drop(file);
    let folder = DataFile(std::env::temp_dir());
    let name = folder.0.display();
    assert_eq!(
        folder.refused().await,
        format!(
            "cannot use the data file `{name}`: it is a directory; give the name of a file in it"
        )
    );
    std::mem::forget(folder);
}

#[tokio::test]
async fn a_damaged_file_is_refused() {
    let file = DataFile::new("damaged");
    let portal = Running::with(file.config()).await;
    for number in 0..200 {
        let handler = format!("https://x.y/{number}");
        portal.bind("ONCRMLEADADD", &handler).await;
    }
    portal.end().await;
    file.change("PRAGMA wal_checkpoint(TRUNCATE)");
    let mut bytes = std::fs::read(&file.0).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 8192].fill(0x5a);
    std::fs::write(&file.0, bytes).unwrap();
    let text = file.refused().await;
    assert!(text.contains("it is damaged ("), "{text}");
    assert!(
        text.ends_with("move it away, and a new one is made"),
        "{text}"
    );
}

#[tokio::test]
async fn two_portals_do_not_use_one_file() {
    let file = DataFile::new("shared");
    let portal = Running::with(file.config()).await;
    let text = file.refused().await;
    assert!(
        text.ends_with("it is in use by another portal; end that one, or give another file"),
        "{text}"
    );
    portal.end().await;
    Running::with(file.config()).await;
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_file() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    let file = DataFile::new("private");
    std::fs::write(&file.0, "").unwrap();
    std::fs::set_permissions(&file.0, Permissions::from_mode(0o644)).unwrap();
    let portal = Running::with(file.config()).await;
    portal.bind("ONCRMLEADADD", "https://x.y/h").await;
    for end in ["", "-wal", "-shm"] {
        let name = format!("{}{end}", file.0.display());
        let mode = std::fs::metadata(name).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{end}");
    }
}

#[tokio::test]
async fn saved_switches_are_taken_each_by_itself() {
    let file = DataFile::new("switches");
    let portal = Running::with(file.config()).await;
    portal
        .switch(json!({"version": 7, "tokenLifetime": 60}))
        .await;
    portal.end().await;
    file.change(
        r#"UPDATE setting SET value = json_set(json_remove(value, '$.refresh'),
             '$.tokenLifetime', 'soon', '$.ofTheFuture', 1) WHERE name = 'switches'"#,
    );
    let portal = Running::with(file.config()).await;
    let switches = portal.look("switches").await;
    let some = ["version", "tokenLifetime", "refresh", "ofTheFuture"];
    assert_eq!(
        some.map(|name| switches[name].clone()),
        [json!(7), json!(3600), json!("success"), json!(null)]
    );
}

#[tokio::test]
async fn an_identity_gets_the_fields_that_it_lacks() {
    let file = DataFile::new("identity");
    let portal = Running::with(file.config()).await;
    let (token, member) = (portal.admin(), portal.text("memberId"));
    portal.end().await;
    file.change(
        "UPDATE setting SET value = json_remove(value, '$.client_id', '$.webhooks[0]')
         WHERE name = 'identity'",
    );
    let portal = Running::with(file.config()).await;
    assert_eq!((portal.admin(), portal.text("memberId")), (token, member));
    let made = (portal.text("clientId"), portal.text("webhook"));
    assert!(made.0.starts_with("local."));
    assert_eq!(portal.webhook("profile", json!({})).await.0, 200);
    portal.end().await;
    let portal = Running::with(file.config()).await;
    assert_eq!(portal.text("clientId"), made.0, "what was made is kept");
}
