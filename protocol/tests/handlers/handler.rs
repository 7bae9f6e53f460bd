//! Handlers: checks of a list, identity, parameters.

use bx24_protocol::FieldError;
use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::plan::{Plan, Step};
use bx24_protocol::handlers::validate::{
    validate_bind, validate_list, validate_plan, validate_unbind,
};
use bx24_protocol::wire::params::Value;
use serde_json::json;

use crate::cases;
use crate::registry::{ADMIN, PLAIN};

fn online(event: &str, url: &str, auth_type: Option<i64>) -> Handler {
    Handler {
        auth_type,
        ..cases::online(event, url)
    }
}

fn offline(event: &str) -> Handler {
    Handler {
        auth_connector: None,
        ..cases::offline(event, "")
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
