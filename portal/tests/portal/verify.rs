//! `verify`: this portal is as the contract says, and each difference is found.

use std::time::Duration;

use bx24_portal::verify::{Access, Options, Summary, verify};
use serde_json::{Value, json};

use crate::running::{Running, unlimited};

fn at_once() -> Options {
    Options {
        interval: Duration::ZERO,
        ..Options::default()
    }
}

/// What came of it, and what was printed.
async fn run(access: &Access, options: Options) -> (Summary, Vec<String>) {
    let mut lines = Vec::new();
    let summary = verify(access, options, &mut |line| lines.push(line.to_owned())).await;
    (summary.unwrap(), lines)
}

fn by_token(portal: &Running, token: &str) -> Access {
    Access::by_token(&portal.text("portal"), token).unwrap()
}

/// A handler of the app's own, below the same domain.
async fn bind_own(portal: &Running) -> Value {
    portal.bind("ONAPPTEST", "https://app.example/own").await;
    let offline = json!({"event": "ONCRMLEADADD", "event_type": "offline"});
    portal.result("event.bind", offline).await;
    json!(portal.handlers().await)
}

#[tokio::test]
async fn this_portal_does_not_differ_and_nothing_is_left() {
    let portal = Running::start().await;
    let own = bind_own(&portal).await;
    let webhook = Access::by_webhook(&portal.text("webhook")).unwrap();
    for (access, left_out) in [
        (by_token(&portal, &portal.admin()), 9),
        (by_token(&portal, &portal.user()), 91),
        (webhook, 9),
    ] {
        let (summary, lines) = run(&access, at_once()).await;
        assert!(summary.is_clean(), "{summary}\n{}", lines.join("\n"));
        let missing = summary.left_out.values().sum::<usize>();
        assert!(missing <= left_out, "{summary}");
        assert!(summary.compared + missing >= 100, "{summary}");
        assert_eq!(json!(portal.handlers().await), own);
    }
}

#[tokio::test]
async fn what_the_portal_does_not_give_is_left_out() {
    let portal = Running::start().await;
    let webhook = Access::by_webhook(&portal.text("webhook")).unwrap();
    let token = by_token(&portal, &portal.admin());
    for (access, switches, lacking) in [
        (
            webhook,
            json!({"bucket": null, "webhookEvents": "refused"}),
            "a token: this portal refuses",
        ),
        (
            token,
            json!({"bucket": null, "authConnector": false}),
            "the feature `rest_auth_connector`",
        ),
    ] {
        portal.control("reset", json!({})).await;
        portal.switch(switches).await;
        let (summary, lines) = run(&access, at_once()).await;
        assert!(summary.is_clean(), "{summary}\n{}", lines.join("\n"));
        assert!(summary.to_string().contains(lacking), "{summary}");
    }
}

#[tokio::test]
async fn over_tls_with_its_certificate() {
    let config = bx24_portal::Config {
        tls: Some(bx24_portal::Tls::Own),
        ..unlimited()
    };
    let portal = Running::with(config).await;
    let access = by_token(&portal, &portal.admin());
    let untrusted = verify(&access, at_once(), &mut |_| {}).await.unwrap_err();
    assert!(
        untrusted.contains("no connection to `127.0.0.1:"),
        "{untrusted}"
    );
    let options = Options {
        ca: Some(std::fs::read(portal.text("ca")).unwrap()),
        ..at_once()
    };
    let (summary, _) = run(&access, options).await;
    assert!(summary.is_clean(), "{summary}");
}

/// One way in which a portal may differ, made by a control call, and what has to be said of it.
const DIFFERENCES: [(&str, &str, &str); 12] = [
    (
        "switches",
        r#"{"statuses": "documented"}"#,
        "§2.2 a wrong webhook: status: expected `401`, got `403`",
    ),
    (
        "switches",
        r#"{"types": "numbers"}"#,
        "§3.3 an online handler among others: item of result: expected `{",
    ),
    (
        "stubs",
        r#"{"method": "no.such", "result": true}"#,
        "§2.2 unknown method `no.such`: status: expected `404`, got `200`",
    ),
    (
        "stubs",
        r#"{"prefix": "event.bn", "error": {"error": "ERROR_METHOD_NOT_FOUND", "description": "no", "status": 404}}"#,
        "§2.2 unknown method `event.bnid`: error_description: expected `\"Method not found!\"`, got `\"no\"`",
    ),
    (
        "faults",
        r#"{"fault": "error", "match": {"method": "event.offline.error"}, "status": 400, "error": "ERROR_ARGUMENT", "description": "Argument 'PROCESS_ID' is null or empty"}"#,
        "§3.6 error without a process: argument: expected `\"PROCESS_ID\"`, got `null`",
    ),
    (
        "faults",
        r#"{"fault": "error", "match": {"method": "event.offline.clear"}, "status": 400, "error": "OTHER", "argument": "PROCESS_ID"}"#,
        "§3.6 clear without a process: error: expected `\"ERROR_ARGUMENT\"`, got `\"OTHER\"`",
    ),
    (
        "faults",
        r#"{"fault": "html", "match": {"method": "events"}}"#,
        "§3.4 of an unknown scope: status: expected `200`, got `502`",
    ),
    (
        "faults",
        r#"{"fault": "empty", "match": {"method": "batch"}}"#,
        "§5 no command: result: expected `[]`, got `null`",
    ),
    (
        "faults",
        r#"{"fault": "body", "match": {"method": "events"}, "body": "{\"result\":{}}"}"#,
        "§3.4 of an unknown scope: result: expected `[]`, got `{}`",
    ),
    (
        "faults",
        r#"{"fault": "cut", "match": {"method": "event.offline.list"}}"#,
        "§3.6 list with {\"filter\": \"x\"}: no answer: ",
    ),
    (
        "faults",
        r#"{"fault": "drop", "match": {"method": "event.bind"}, "execute": true, "times": 2}"#,
        "§3.1 ONAPPTEST is bound: no answer: ",
    ),
    (
        "faults",
        r#"{"fault": "error", "match": {"method": "user.admin", "batch": true}, "error": "ACCESS_DENIED"}"#,
        "§5 a list gives a list: result: expected `[true,true]`, got ",
    ),
];

#[tokio::test]
async fn each_difference_is_found() {
    let portal = Running::start().await;
    let access = by_token(&portal, &portal.admin());
    for (call, setting, expected) in DIFFERENCES {
        portal.control("reset", json!({})).await;
        portal.switch(json!({"bucket": null})).await;
        let setting = serde_json::from_str(setting).unwrap();
        portal.control(call, setting).await;
        let (summary, lines) = run(&access, at_once()).await;
        let found = lines.iter().any(|line| line.starts_with(expected));
        assert!(found, "{expected} in\n{}", lines.join("\n"));
        assert!(summary.differ >= 1 && !summary.is_clean(), "{summary}");
        assert_eq!(summary.left_over, Vec::<String>::new());
        assert!(portal.handlers().await.is_empty());
    }
}

#[tokio::test]
async fn what_cannot_be_removed_is_told() {
    let portal = Running::start().await;
    let never = json!({"fault": "html", "times": null, "match": {"method": "event.unbind"}});
    portal.control("faults", never).await;
    let access = by_token(&portal, &portal.admin());
    let (summary, _) = run(&access, at_once()).await;
    let bound = portal.handlers().await;
    assert!(!bound.is_empty() && !summary.is_clean(), "{summary}");
    for handler in bound {
        let url = handler["handler"].as_str().unwrap();
        assert!(summary.to_string().contains(url), "{url} in {summary}");
    }
}

#[tokio::test]
async fn what_a_busy_portal_does_not_unbind_is_tried_again() {
    let portal = Running::start().await;
    let busy =
        json!({"fault": "QUERY_LIMIT_EXCEEDED", "times": 3, "match": {"method": "event.unbind"}});
    portal.control("faults", busy).await;
    run(&by_token(&portal, &portal.admin()), at_once()).await;
    assert_eq!(portal.handlers().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_portal_that_goes_away_ends_it() {
    let portal = Running::start().await;
    let access = by_token(&portal, &portal.admin());
    let options = Options {
        interval: Duration::from_millis(20),
        ..Options::default()
    };
    let comparing = tokio::spawn(async move { run(&access, options).await });
    while portal.handlers().await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    portal.end().await;
    let (summary, _) = comparing.await.unwrap();
    let ended = summary.ended.as_deref().unwrap();
    assert!(ended.starts_with("no connection to `127.0.0.1:"), "{ended}");
    assert!(
        !summary.left_over.is_empty() && !summary.is_clean(),
        "{summary}"
    );
}

#[tokio::test]
async fn an_answer_that_holds_the_token_is_printed_without_it() {
    let portal = Running::start().await;
    let token = portal.admin();
    let said = json!({"fault": "error", "match": {"method": "event.offline.error"}, "description": format!("no {token}")});
    portal.control("faults", said).await;
    let (_, lines) = run(&by_token(&portal, &token), at_once()).await;
    assert!(
        lines.iter().any(|line| line.contains("no ***")),
        "{lines:?}"
    );
    assert!(!lines.join("\n").contains(&token));
}

#[tokio::test]
async fn a_token_that_the_portal_does_not_know_is_told() {
    let portal = Running::start().await;
    let access = by_token(&portal, "unheard-of");
    let error = verify(&access, at_once(), &mut |_| {}).await.unwrap_err();
    let expected = format!(
        "`{}` does not answer `profile` to `BX24_TOKEN`: 401 ",
        access.host()
    );
    assert!(
        error.starts_with(&expected) && error.contains("invalid_token"),
        "{error}"
    );
}

#[test]
fn addresses_that_are_wrong_are_told_without_a_secret() {
    for (error, expected) in [
        (
            Access::by_token("portal", "t").err(),
            "the portal's address is like",
        ),
        (
            Access::by_token("https://p.example/rest/1/hidden/", "t").err(),
            "a webhook belongs into `BX24_WEBHOOK`",
        ),
        (
            Access::by_token("https://hidden@p.example/", "t").err(),
            "give the portal's address alone",
        ),
        (
            Access::by_token("http://p.example/", "t").err(),
            "`p.example` has to be called by https",
        ),
        (
            Access::by_webhook("https://p.example/hidden/").err(),
            "`BX24_WEBHOOK` is like",
        ),
        (
            Access::by_webhook("http://p.example/rest/1/hidden/").err(),
            "`p.example` has to be called by https",
        ),
    ] {
        let error = error.unwrap();
        assert!(
            error.contains(expected) && !error.contains("hidden"),
            "{error}"
        );
    }
}
