//! Handlers: checks of a list, identity, parameters; addresses and event codes.

use bx24_protocol::FieldError;
use bx24_protocol::handlers::handler::{EventType, Handler, User};
use bx24_protocol::handlers::plan::{Plan, Step};
use bx24_protocol::handlers::validate::{
    validate_bind, validate_list, validate_plan, validate_unbind,
};
use bx24_protocol::wire::event_code::{is_smart_process, nearest};
use bx24_protocol::wire::handler_url::{host, is_private, under, why_refused};
use bx24_protocol::wire::params::Value;
use serde_json::json;

use crate::registry::{ADMIN, PLAIN};

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

fn fields(list: &[Handler], match_user: bool) -> Vec<(usize, String)> {
    let errors = validate_list(list, match_user, Vec::new())
        .err()
        .map(|error| error.field_errors().to_vec());
    errors
        .unwrap_or_default()
        .iter()
        .map(|error| (error.index, error.field.to_string()))
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
    ]
    .map(|(index, field)| (index, field.to_owned()));
    assert_eq!(fields(&list, true), wrong);
    let error = validate_list(&list, true, Vec::new()).unwrap_err();
    assert_eq!(error.code(), "INVALID_ARGUMENT");
    assert_eq!(
        error.description(),
        "entry 0: `event` is empty: give a code such as `ONCRMLEADADD` (and 4 more in `errors`)"
    );
    assert_eq!(
        error.field_errors().last().unwrap().reason,
        "is the same handler as entry 2: leave one out"
    );
}

fn unreadable(index: usize, field: &'static str) -> FieldError {
    FieldError {
        list: None,
        index,
        field: field.into(),
        reason: format!("`{field}` must be something else"),
    }
}

/// `{ evnt }` lacks an event too; of `5` nothing more can be said, nor of the URL of a handler whose
/// kind nobody knows.
#[test]
fn what_could_not_be_read_is_not_judged_twice() {
    for (field, expected) in [
        ("evnt", &["evnt", "event", "handler"][..]),
        ("event", &["event", "handler"]),
        ("", &[""]),
        ("eventType", &["eventType"]),
    ] {
        let error =
            validate_list(&[Handler::default()], true, vec![unreadable(0, field)]).unwrap_err();
        let found: Vec<&str> = error.field_errors().iter().map(|one| &*one.field).collect();
        assert_eq!(found, expected);
        let error = validate_bind(&Handler::default(), vec![unreadable(0, field)]).unwrap_err();
        let found: Vec<&str> = error.field_errors().iter().map(|one| &*one.field).collect();
        assert_eq!(found, expected);
    }
}

/// The first entry that is wrong is told, whatever is wrong with it.
#[test]
fn errors_go_by_their_entries() {
    let list = [Handler::default(), online("E", "https://x.y/h", None)];
    let error = validate_list(&list, true, vec![unreadable(1, "what")]).unwrap_err();
    let places: Vec<usize> = error.field_errors().iter().map(|one| one.index).collect();
    assert_eq!(places, [0, 0, 1]);
}

/// The portal takes `https://x.y/h\n` for a URL of its own. Where it is bound it can be unbound.
#[test]
fn spaces_and_line_ends_around_a_url() {
    for url in [" https://x.y/h", "https://x.y/h\r\n", "https://x.y/h\t"] {
        let handler = online("E", url, None);
        let error = validate_bind(&handler, Vec::new()).unwrap_err();
        assert_eq!(
            error.description(),
            "`handler` has spaces or line ends around it: leave them out"
        );
        assert_eq!(
            fields(std::slice::from_ref(&handler), true),
            [(0, "handler".to_owned())]
        );
        validate_unbind(&handler, Vec::new()).unwrap();
    }
}

#[test]
fn a_wrong_plan_names_list_and_place() {
    let step = |url: &str| Step {
        handler: online("E", url, None),
        reason: String::new(),
        field: None,
    };
    let plan = Plan {
        bind: vec![step("https://x.y/h"), step(" https://x.y/h")],
        unbind: vec![step(" https://x.y/h"), step("")],
        keep: vec![step("")],
        ..Plan::default()
    };
    let error = validate_plan(&plan, Vec::new()).unwrap_err();
    let found: Vec<_> = error
        .field_errors()
        .iter()
        .map(|one| (one.list.unwrap(), one.index, &*one.field))
        .collect();
    assert_eq!(
        found,
        [
            ("bind", 1, "handler"),
            ("unbind", 1, "handler"),
            ("keep", 0, "handler")
        ]
    );
    assert_eq!(
        error.description(),
        "`bind[1]`: `handler` has spaces or line ends around it: leave them out (and 2 more in `errors`)"
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
    assert_eq!(fields(&[a, user], false), [(1, "event".to_owned())]);
    let empty = Handler {
        auth_connector: Some(String::new()),
        ..offline("X")
    };
    assert_eq!(
        fields(&[offline("x"), empty], true),
        [(1, "event".to_owned())]
    );
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
