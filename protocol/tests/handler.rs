//! Handlers: checks of a list, identity, parameters; addresses and event codes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

mod registry;

use bx24_protocol::FieldError;
use bx24_protocol::handlers::handler::{EventType, Handler, User};
use bx24_protocol::handlers::validate::validate_list;
use bx24_protocol::wire::event_code::{is_smart_process, nearest};
use bx24_protocol::wire::handler_url::{host, is_private, under, why_refused};
use bx24_protocol::wire::params::Value;
use registry::{ADMIN, PLAIN};
use serde_json::json;

fn online(event: &str, url: &str, auth_type: Option<i64>) -> Handler {
    Handler {
        event: event.into(),
        handler: Some(url.into()),
        auth_type,
        ..Handler::default()
    }
}

fn offline(event: &str) -> Handler {
    Handler {
        event: event.into(),
        event_type: EventType::Offline,
        ..Handler::default()
    }
}

fn fields(list: &[Handler], match_user: bool) -> Vec<(usize, &'static str)> {
    let errors = validate_list(list, match_user, Vec::new())
        .err()
        .map(|error| error.field_errors().to_vec());
    errors
        .unwrap_or_default()
        .iter()
        .map(|error| (error.index, error.field))
        .collect()
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    let list = [
        online("", "", None),
        Handler {
            auth_type: Some(1),
            handler: Some("https://x.y/h".into()),
            ..offline("ONCRMLEADADD")
        },
        online("ONCRMLEADADD", "https://x.y/h", None),
        online("OnCrmLeadAdd", "https://x.y/h", Some(0)),
    ];
    let wrong = [
        (0, "event"),
        (0, "handler"),
        (1, "handler"),
        (1, "authType"),
        (3, "event"),
    ];
    assert_eq!(fields(&list, true), wrong);
    let error = validate_list(&list, true, Vec::new()).unwrap_err();
    assert_eq!(error.code(), "INVALID_ARGUMENT");
    assert_eq!(
        error.description(),
        "the list of handlers is wrong: entry 0, `event`: is empty: give a code such as `ONCRMLEADADD`"
    );
    assert_eq!(
        error.field_errors().last().unwrap().reason,
        "repeats entry 2: leave one out"
    );
}

#[test]
fn an_entry_of_wrong_shape_is_not_judged_twice() {
    let shape = FieldError {
        index: 0,
        field: "event",
        reason: "`5` is no text".into(),
    };
    let list = [Handler::default(), Handler::default()];
    let error = validate_list(&list, true, vec![shape.clone()]).unwrap_err();
    assert_eq!(error.field_errors().first(), Some(&shape));
    assert!(
        error
            .field_errors()
            .iter()
            .skip(1)
            .all(|error| error.index == 1)
    );
}

#[test]
fn duplicates_go_by_identity() {
    let a = online("ONCRMLEADADD", "https://x.y/h", Some(15));
    let connected = Handler {
        auth_connector: Some("one".into()),
        ..a.clone()
    };
    let others = [
        online("ONCRMLEADADD", "https://x.y/h/", Some(15)),
        online("ONCRMLEADADD", "https://x.y/h", None),
        connected,
    ];
    for other in others {
        assert_eq!(fields(&[a.clone(), other.clone()], true), [], "{other:?}");
    }
    let user = online("ONCRMLEADADD", "https://x.y/h", None);
    assert_eq!(fields(&[a, user], false), [(1, "event")]);
    let empty = Handler {
        auth_connector: Some(String::new()),
        ..offline("X")
    };
    assert_eq!(fields(&[offline("x"), empty], true), [(1, "event")]);
}

#[test]
fn rows_become_handlers() {
    let row = Handler::from_row(&json!({
        "event": "oncrmleadadd", "handler": "https://x.y/h", "auth_type": "15", "offline": 0,
    }));
    assert_eq!(row, online("ONCRMLEADADD", "https://x.y/h", Some(15)));
    let row = Handler::from_row(&json!({
        "event": "ONCRMDEALUPDATE", "connector_id": "one", "offline": 1,
    }));
    let connected = Handler {
        auth_connector: Some("one".into()),
        ..offline("ONCRMDEALUPDATE")
    };
    assert_eq!(row, connected);
}

/// Contract §3.2: who has to send `auth_type`, and who must not.
#[test]
fn an_unbind_names_the_user_only_where_it_may() {
    let rows: [(User, Option<i64>, Option<&str>); 8] = [
        (ADMIN, None, None),
        (ADMIN, Some(0), Some("0")),
        (ADMIN, Some(15), Some("15")),
        (PLAIN, None, None),
        (PLAIN, Some(0), None),
        (PLAIN, Some(-3), None),
        (PLAIN, Some(15), None),
        (PLAIN, Some(2), Some("2")),
    ];
    for (caller, user, sent) in rows {
        let sent = sent.map_or_else(String::new, |user| format!("&auth_type={user}"));
        assert_eq!(
            online("E", "https://x.y/h", user).unbind(caller).body(),
            format!("event=E&handler=https%3A%2F%2Fx.y%2Fh{sent}"),
            "{caller:?} {user:?}"
        );
    }
    assert_eq!(
        offline("E").unbind(ADMIN).body(),
        "event=E&event_type=offline"
    );
}

#[test]
fn a_bind_sends_all_it_was_given_the_connector_on_the_outer_call() {
    let handler = Handler {
        auth_connector: Some("one".into()),
        options: Some(Value::Map(vec![("minTimeout".into(), "5".into())])),
        ..online("ONOFFLINEEVENT", "https://x.y/h", Some(15))
    };
    let params =
        "event=ONOFFLINEEVENT&handler=https%3A%2F%2Fx.y%2Fh&auth_type=15&options[minTimeout]=5";
    assert_eq!(handler.bind().in_batch(), format!("event.bind?{params}"));
    assert_eq!(
        handler.bind().body(),
        format!("{params}&auth_connector=one")
    );
}

/// Contract §3.1, rows 7 and 8.
#[test]
fn urls_that_the_portal_refuses() {
    let refused = [
        "",
        "x.y/h",
        "/h",
        "mailto:a@b.c",
        "http:///h",
        "http://localhost/h",
        "http://.x/h",
        "http://[::1]/h",
        "HTTPS://x.y/h",
        "//x.y/h",
        "ftp://x.y/h",
        "https:x.y",
        "https://user@host/h.php",
        "http://[::1]:3000/h",
        "http://u:p.w@[::1]:3000/h",
        "http://LOCALHOST/h",
        "http://пример/h.x",
        "http://пример。рф/h",
        " http://x.y/h",
    ];
    for url in refused {
        assert!(why_refused(url).is_some(), "{url}");
    }
    let taken = [
        "https://x.y",
        "http://x.y/h?a=b.c",
        "http://127.0.0.1:8080/h",
        "https://u:p@x.y:443/h#f",
        "http://x.y?q",
        "https://x.y:/",
        "http://[::ffff:127.0.0.1]/h",
        "http://[::ffff:10.0.0.1]:8080/h",
        "http://u:p@[::ffff:127.0.0.1]/h",
        "https://WWW.Example.COM/h",
        "https://пример.рф/h",
        "https://xn--e1afmkfd.xn--p1ai/h",
        "https://a@b@x.y/h",
    ];
    for url in taken {
        assert_eq!(why_refused(url), None, "{url}");
    }
    for (url, reason) in [
        (
            "https://localhost/h",
            "the host `localhost` has no dot: give a public name or an IPv4 address",
        ),
        (
            "http://[::1]:3000/h",
            "the host `[::1]` has no dot: give a public name or an IPv4 address",
        ),
        (
            "HTTPS://x.y/h",
            "the portal does not take the scheme `HTTPS`: write `http` or `https`",
        ),
        ("x.y/h", "`x.y/h` is not an absolute http or https URL"),
    ] {
        assert_eq!(why_refused(url).unwrap(), reason);
    }
}

#[test]
fn the_host_of_a_url() {
    for (url, expected) in [
        ("http://[::1]:3000/h", "[::1]"),
        ("http://[::ffff:127.0.0.1]/h", "[::ffff:127.0.0.1]"),
        ("http://u:p@x.y:80/h", "x.y"),
        ("http://a@b@x.y/h@z", "x.y"),
        ("https://x.y?q=@z", "x.y"),
        ("https://x.y", "x.y"),
        ("x.y/h", ""),
        ("http:///h", ""),
    ] {
        assert_eq!(host(url), expected, "{url}");
    }
}

#[test]
fn hosts_that_no_portal_on_the_internet_reaches() {
    let yes = [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "172.31.255.1",
        "169.254.1.1",
        "0.0.0.0",
        "localhost.",
        "app.localhost",
        "nas.local",
        "x.internal",
        "app.test",
        "App.LocalHost",
        "NAS.Local",
        "nas.local.",
        "принтер.local",
        "100.64.0.1",
        "[::1]",
        "[::]",
        "[FE80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:192.168.0.1]",
        "[::10.0.0.1]",
    ];
    for host in yes {
        assert!(is_private(host), "{host}");
    }
    let no = [
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "192.169.0.1",
        "10.example.com",
        "10.0.0.example.com",
        "local.example",
        "",
        "пример.рф",
        "[::ffff:8.8.8.8]",
        "[2001:4860:4860::8888]",
        "[::1",
    ];
    for host in no {
        assert!(!is_private(host), "{host}");
    }
}

#[test]
fn what_lies_under_a_base_url() {
    let yes = [
        ("https://a.b/x", "https://a.b", "/x"),
        ("https://a.b/x", "https://a.b/", "x"),
        ("https://a.b", "https://a.b", ""),
        ("https://a.b/h?x=1", "https://a.b/h", "?x=1"),
        ("https://a.b/h?x=1&y", "https://a.b/h?x=1", "&y"),
    ];
    for (url, base, rest) in yes {
        assert_eq!(under(url, base), Some(rest), "{url} {base}");
    }
    let no = [
        ("https://a.bc/x", "https://a.b"),
        ("https://a.b:8080/x", "https://a.b"),
        ("https://a.b/hooks", "https://a.b/hook"),
        ("https://a.b.evil.example/", "https://a.b"),
        ("https://a.b", "https://a.b/"),
    ];
    for (url, base) in no {
        assert_eq!(under(url, base), None, "{url} {base}");
    }
}

#[test]
fn the_nearest_codes() {
    let known: Vec<String> = [
        "ONCRMLEADADD",
        "ONCRMLEADUPDATE",
        "ONCRMDEALADD",
        "ONTASKADD",
        "CATALOG.PRODUCT.ON.ADD",
    ]
    .map(String::from)
    .to_vec();
    let cases: [(&str, &[&str]); 6] = [
        ("ONCRMLEADAD", &["ONCRMLEADADD"]),
        ("CRMLEADADD", &["ONCRMLEADADD"]),
        ("ON_CRM_LEAD_ADD", &["ONCRMLEADADD"]),
        ("ONCRMLEALADD", &["ONCRMLEADADD", "ONCRMDEALADD"]),
        ("SOMETHINGELSE", &[]),
        ("", &[]),
    ];
    for (code, near) in cases {
        assert_eq!(nearest(code, &known), near, "{code}");
    }
    assert!(
        is_smart_process("ONCRMDYNAMICITEMADD_147") && is_smart_process("ONCRMDYNAMICITEMDELETE_1")
    );
    assert!(
        !is_smart_process("ONCRMDYNAMICITEMADD_")
            && !is_smart_process("ONCRMDYNAMICITEMADD_X")
            && !is_smart_process("ONCRMDYNAMICITEMADD")
    );
}
