//! `bind`, `handlers`, `events`, `test` and `call`.

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Success;
use bx24_protocol::client::Bound;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::handlers::handler::{EventType, Handler};
use bx24_protocol::wire::command::Command;
use serde_json::{Value, json};

use crate::script::{Asked, Script, Step, answer, failed, handler, refused, repeated, result};

/// What `bind` makes of one answer.
fn bind(answer: Step) -> Result<Bound<Value>, Error> {
    let script = Script::new([answer]);
    script.run(script.client().bind(&handler("h")))
}

const BOUND: &str = "Unable to set event handler: Handler already binded";

#[test]
fn a_bind_is_one_call_that_may_be_repeated() {
    let script = Script::new([result(json!(true))]);
    let bound = script.run(script.client().bind(&handler("h"))).unwrap();
    assert!(!bound.already_bound);
    assert_eq!(bound.time, Some(json!({ "duration": 0.5 })));
    let asked = script.asked();
    let [Asked::Call(command, idempotency)] = &*asked else {
        panic!("{asked:?}");
    };
    assert_eq!(*idempotency, Idempotency::Bind);
    assert_eq!(command.method, "event.bind");
    assert_eq!(
        command.body(),
        "event=ONCRMLEADADD&handler=https%3A%2F%2Fx.y%2Fh"
    );
}

#[test]
fn a_bind_sends_its_connector_and_its_options() {
    let script = Script::new([result(json!(true))]);
    let offline = Handler {
        event: "ONCRMLEADADD".into(),
        event_type: EventType::Offline,
        auth_connector: Some("one".into()),
        options: Some("x".into()),
        ..Handler::default()
    };
    script.run(script.client().bind(&offline)).unwrap();
    assert_eq!(
        script.lines(),
        ["event.bind?event=ONCRMLEADADD&event_type=offline&options=x&auth_connector=one"]
    );
}

#[test]
fn false_is_no_success_and_anything_but_a_boolean_is_no_answer() {
    let error = bind(result(json!(false))).unwrap_err();
    assert_eq!((error.code(), error.status()), ("BAD_ANSWER", 200));
    assert_eq!(
        error.description(),
        "the portal did not bind the handler: check its URL"
    );
    for odd in [json!({}), json!(5), json!(null), json!("true"), json!([])] {
        let error = bind(result(odd.clone())).unwrap_err();
        assert_eq!(
            (error.code(), error.status(), error.method()),
            ("BAD_ANSWER", 200, "event.bind"),
            "{odd}"
        );
        assert_eq!(
            error.description(),
            "the portal's answer to `event.bind` is not true",
            "{odd}"
        );
    }
}

#[test]
fn a_handler_that_is_there_counts_as_bound() {
    let bound = bind(refused(400, "ERROR_CORE", BOUND)).unwrap();
    assert!(bound.already_bound);
    assert_eq!(bound.time, None);
    // found by a repeat of the transport's own
    let success = Success {
        already_bound: true,
        repeated: true,
    };
    let body = json!({ "error": "ERROR_CORE", "error_description": BOUND, "time": { "start": 1 } });
    let bound = bind(repeated(success, 400, body)).unwrap();
    assert!(bound.already_bound);
    assert_eq!(bound.time, Some(json!({ "start": 1 })));
}

#[test]
fn other_errors_of_a_bind_are_reported_as_they_are() {
    let error = bind(refused(400, "ERROR_ARGUMENT", "Value must be one of")).unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.method()),
        ("ERROR_ARGUMENT", 400, "event.bind")
    );
    let error = bind(failed(Error::new(ErrorCode::Timeout, "late"))).unwrap_err();
    assert_eq!((error.code(), error.status()), ("TIMEOUT", 0));
}

#[test]
fn handlers_are_the_rows_of_the_portal() {
    let rows = json!([
        { "event": "onCrmLeadAdd", "handler": "https://x.y/h", "auth_type": "15", "offline": 0 },
        { "event": "ONCRMDEALADD", "connector_id": "one", "offline": 1 },
    ]);
    let script = Script::new([result(rows)]);
    let handlers = script.run(script.client().handlers()).unwrap();
    let expected = [
        Handler {
            auth_type: Some(15),
            ..handler("h")
        },
        Handler {
            event: "ONCRMDEALADD".into(),
            event_type: EventType::Offline,
            auth_connector: Some("one".into()),
            ..Handler::default()
        },
    ];
    assert_eq!(handlers, expected);
    assert_eq!(script.lines(), ["event.get"]);
}

#[test]
fn events_are_asked_for_as_the_caller_wants() {
    let script = Script::new([
        result(json!(["ONAPPTEST"])),
        result(json!([])),
        result(json!([])),
    ]);
    let client = script.client();
    let three = async {
        let granted = client.events(None, false).await.unwrap();
        client.events(Some("crm"), false).await.unwrap();
        client.events(None, true).await.unwrap();
        granted
    };
    assert_eq!(script.run(three), ["ONAPPTEST"]);
    assert_eq!(
        script.lines(),
        ["events", "events?scope=crm", "events?full=1"]
    );
}

#[test]
fn what_has_to_be_a_list_is_one_or_no_answer() {
    for odd in [json!("x"), json!({}), json!(true), json!(null)] {
        let script = Script::new([result(odd.clone()), result(odd.clone())]);
        let client = script.client();
        let both = async {
            let handlers = client.handlers().await.unwrap_err();
            let events = client.events(None, false).await.unwrap_err();
            [handlers, events]
        };
        let [handlers, events] = script.run(both);
        assert_eq!(
            handlers.description(),
            "the portal's answer to `event.get` is not a list",
            "{odd}"
        );
        assert_eq!((handlers.code(), handlers.status()), ("BAD_ANSWER", 200));
        assert_eq!(
            (events.code(), events.method()),
            ("BAD_ANSWER", "events"),
            "{odd}"
        );
    }
}

#[test]
fn a_test_passes_its_data_on_and_is_never_repeated() {
    let script = Script::new([result(json!(true))]);
    let query = vec![("any".to_owned(), "data".into())];
    script.run(script.client().test(query)).unwrap();
    let command = Command::new("event.test").with("any", "data");
    assert_eq!(script.asked(), [Asked::Call(command, Idempotency::Once)]);
}

#[test]
fn a_caller_says_whether_a_call_may_be_repeated() {
    for (method, repeat, expected) in [
        ("crm.deal.add", None, Idempotency::Once),
        ("crm.deal.add", Some(true), Idempotency::Safe),
        ("crm.deal.add", Some(false), Idempotency::Once),
        ("crm.deal.list", None, Idempotency::Safe),
        ("crm.deal.list", Some(false), Idempotency::Once),
        ("event.bind", Some(true), Idempotency::Bind),
        ("event.unbind", Some(true), Idempotency::Unbind),
    ] {
        let script = Script::new([result(json!(1))]);
        let command = Command::new(method);
        let client = script.client();
        let call = client.call_with(command.clone(), repeat);
        assert_eq!(script.run(call).unwrap().result(), Some(json!(1)));
        assert_eq!(
            script.asked(),
            [Asked::Call(command, expected)],
            "{repeat:?}"
        );
    }
}

#[test]
fn any_method_is_repeated_as_its_name_allows_and_gives_the_whole_answer() {
    let list = json!({ "result": [1], "total": 70, "next": 50 });
    let script = Script::new([answer(200, list.clone()), refused(403, "ACCESS_DENIED", "")]);
    let client = script.client();
    let both = async {
        let reply = client.call(Command::new("crm.deal.list")).await.unwrap();
        (reply, client.call(Command::new("crm.deal.add")).await)
    };
    let (reply, denied) = script.run(both);
    assert_eq!((reply.status, &reply.body), (200, &list));
    assert_eq!(reply.result(), Some(json!([1])));
    assert_eq!(denied.unwrap_err().code(), "ACCESS_DENIED");
    let expected = [
        Asked::Call(Command::new("crm.deal.list"), Idempotency::Safe),
        Asked::Call(Command::new("crm.deal.add"), Idempotency::Once),
    ];
    assert_eq!(script.asked(), expected);
}
