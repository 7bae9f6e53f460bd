//! `unbind`, and who calls: `profile` is asked once.

use std::rc::Rc;

use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Success;
use bx24_protocol::client::Caller;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, SyncOptions};
use serde_json::json;

use crate::script::{Asked, Script, handler, profile, refused, repeated, result, row, snapshot};

/// What goes out for an unbind of a user's handler, after `profile`.
fn sent(id: &str, admin: bool, auth_type: Option<i64>) -> String {
    let script = Script::new([profile(id, admin), result(json!({ "count": 1 }))]);
    let handler = Handler {
        auth_type,
        ..handler("h")
    };
    let unbound = script.run(script.client().unbind(&handler)).unwrap();
    assert_eq!((unbound.count, unbound.repeated), (1, false));
    assert_eq!(unbound.time, Some(json!({ "duration": 0.5 })));
    let [profile, unbind] = &*script.lines() else {
        panic!("two calls");
    };
    assert_eq!(profile, "profile");
    let all = "event.unbind?event=ONCRMLEADADD&handler=https%3A%2F%2Fx.y%2Fh";
    unbind.strip_prefix(all).unwrap().to_owned()
}

#[test]
fn an_administrator_unbinds_for_all_or_for_whom_they_name() {
    assert_eq!(sent("1", true, None), "");
    assert_eq!(sent("1", true, Some(0)), "&auth_type=0");
    assert_eq!(sent("1", true, Some(1)), "&auth_type=1");
    assert_eq!(sent("1", true, Some(15)), "&auth_type=15");
}

#[test]
fn any_other_user_never_names_themselves() {
    assert_eq!(sent("15", false, None), "");
    assert_eq!(sent("15", false, Some(0)), "");
    assert_eq!(sent("15", false, Some(15)), "");
    assert_eq!(sent("15", false, Some(16)), "&auth_type=16");
}

#[test]
fn a_count_is_a_whole_number_or_there_is_no_answer() {
    for (odd, count) in [
        (json!({ "count": 3 }), Some(3)),
        (json!({ "count": "3" }), Some(3)),
        (json!({ "count": 0 }), Some(0)),
        (json!({ "count": -1 }), None),
        (json!({ "count": null }), None),
        (json!({ "count": "many" }), None),
        (json!({}), None),
        (json!(true), None),
        (json!(null), None),
    ] {
        let script = Script::new([profile("1", true), result(odd.clone())]);
        let unbound = script.run(script.client().unbind(&handler("h")));
        match count {
            Some(count) => assert_eq!(unbound.unwrap().count, count, "{odd}"),
            None => {
                let error = unbound.unwrap_err();
                assert_eq!(
                    (error.code(), error.status(), error.method()),
                    ("BAD_ANSWER", 200, "event.unbind"),
                    "{odd}"
                );
                assert_eq!(
                    error.description(),
                    "the portal's answer to `event.unbind` is not a count"
                );
            }
        }
    }
}

#[test]
fn a_repeat_says_so() {
    let success = Success {
        repeated: true,
        ..Success::default()
    };
    let body = json!({ "result": { "count": 0 } });
    let script = Script::new([profile("1", true), repeated(success, 200, body)]);
    let unbound = script.run(script.client().unbind(&handler("h"))).unwrap();
    assert_eq!((unbound.count, unbound.repeated), (0, true));
    let idempotency: Vec<_> = script.asked().into_iter().map(of).collect();
    assert_eq!(idempotency, [Idempotency::Safe, Idempotency::Unbind]);
}

fn of(asked: Asked) -> Idempotency {
    match asked {
        Asked::Call(_, idempotency) => idempotency,
        Asked::Sleep(ms) => panic!("a pause of {ms} ms"),
    }
}

#[test]
fn who_calls_is_asked_once_for_all_clients_of_one_caller() {
    let count = || result(json!({ "count": 1 }));
    let script = Script::new([profile("1", true), count(), count(), count()]);
    let caller = Rc::new(Caller::new(false));
    let (one, other) = (script.client_of(&caller), script.client_of(&caller));
    let three = async {
        one.unbind(&handler("a")).await.unwrap();
        one.clone().unbind(&handler("b")).await.unwrap();
        other.unbind(&handler("c")).await.unwrap();
    };
    script.run(three);
    let lines = script.lines();
    let asked = lines.iter().filter(|line| *line == "profile").count();
    assert_eq!((asked, lines.len()), (1, 4));
}

#[test]
fn a_plan_tells_who_calls() {
    let script = Script::new([snapshot(json!([row("h")])), result(json!({ "count": 1 }))]);
    let client = script.client();
    let both = async {
        client.plan(&[], &SyncOptions::default()).await.unwrap();
        client.unbind(&handler("h")).await.unwrap();
    };
    script.run(both);
    let lines = script.lines();
    assert!(!lines.contains(&"profile".into()), "{lines:?}");
}

#[test]
fn a_caller_that_the_portal_does_not_name_is_asked_for_again() {
    for odd in [json!({}), json!({ "ID": 0 }), json!("x"), json!(null)] {
        let again = [profile("1", true), result(json!({ "count": 1 }))];
        let script = Script::new([result(odd.clone()), refused(401, "NO_AUTH_FOUND", "x")]);
        script.then(again);
        let client = script.client();
        let three = async {
            let unnamed = client.unbind(&handler("h")).await.unwrap_err();
            let refused = client.unbind(&handler("h")).await.unwrap_err();
            client.unbind(&handler("h")).await.unwrap();
            [unnamed, refused]
        };
        let [unnamed, refused] = script.run(three);
        assert_eq!(
            (unnamed.code(), unnamed.status(), unnamed.method()),
            ("BAD_ANSWER", 200, "profile"),
            "{odd}"
        );
        assert_eq!(unnamed.description(), "the portal does not say who calls");
        assert_eq!(
            (refused.code(), refused.method()),
            ("NO_AUTH_FOUND", "profile")
        );
    }
}

#[test]
fn a_sync_needs_to_know_who_calls() {
    let script = Script::new([refused(401, "NO_AUTH_FOUND", "x")]);
    let (plan, options) = (Plan::default(), SyncOptions::default());
    let sync = script.run(script.client().sync(plan, &options, &|_, _| ()));
    let error = sync.unwrap_err();
    assert_eq!((error.code(), error.method()), ("NO_AUTH_FOUND", "profile"));
}
