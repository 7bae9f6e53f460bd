//! `sync`: what fails, and what is not done then.

use bx24_protocol::Error;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::SyncOptions;
use serde_json::json;

use crate::script::{Script, all_bound, batch, failed, handler, profile, refused, result, row};
use crate::sync::{BUSY, counted, numbered, plan, prune, sync, with_connector};

#[test]
fn a_command_is_given_up_after_six_tries_and_nothing_is_removed() {
    let ran = sync(
        plan(&numbered(1), json!([row("old")])),
        (0..6).map(|_| batch(&[Err(BUSY)])),
    );
    let mut pauses = ran.sent.clone();
    pauses.retain(|line| line.starts_with("sleep"));
    assert_eq!(
        pauses.join(" "),
        "sleep 500 sleep 1000 sleep 2000 sleep 4000 sleep 8000"
    );
    assert_eq!(ran.counts(), [0, 0, 0, 1, 1]);
    assert_eq!(ran.failures(), [("https://x.y/0", "ERROR_CORE")]);
}

#[test]
fn each_command_has_a_result_of_its_own() {
    let ran = sync(
        plan(&numbered(4), json!([row("old")])),
        [batch(&[
            Ok(json!(true)),
            Err(("ERROR_CORE", "Handler already binded")),
            Err(("ACCESS_DENIED", "no")),
            Err(("expired_token", "The access token provided has expired")),
        ])],
    );
    assert_eq!(ran.counts(), [1, 1, 0, 1, 2]);
    // the call as a whole succeeded: a token that expired in between is not renewed
    let failures = [
        ("https://x.y/2", "ACCESS_DENIED"),
        ("https://x.y/3", "expired_token"),
    ];
    assert_eq!(ran.failures(), failures);
}

#[test]
fn refused_handlers_stop_everything_unless_partial() {
    let unknown = Handler {
        event: "ONNOTHING".into(),
        ..handler("b")
    };
    let wanted = plan(&[handler("a"), unknown], json!([]));
    assert_eq!(wanted.refused.len(), 1);
    let script = Script::new([profile("1", true)]);
    let never = |_, _| panic!("no progress");
    let refused = script.run(script.client().sync(wanted.clone(), &prune(), &never));
    let error = refused.unwrap_err();
    assert_eq!(error.code(), "INVALID_ARGUMENT");
    let fields: Vec<(usize, &str)> = error
        .field_errors()
        .iter()
        .map(|error| (error.index, &*error.field))
        .collect();
    assert_eq!(fields, [(1, "event")]);
    assert_eq!(script.lines(), ["profile"]);

    let partial = SyncOptions {
        partial: true,
        ..prune()
    };
    let script = Script::new([profile("1", true), all_bound(1)]);
    let report = script
        .run(script.client().sync(wanted, &partial, &|_, _| ()))
        .unwrap();
    assert_eq!((report.bound.len(), report.failed.len()), (1, 1));
}

#[test]
fn a_403_ends_one_connector_only() {
    let wanted = [with_connector("a"), handler("b"), with_connector("c")];
    let ran = sync(
        plan(&wanted, json!([row("old")])),
        [refused(403, "WRONG_LICENSE", "no connectors"), all_bound(1)],
    );
    assert_eq!(ran.sent, ["batch(one) bind:a bind:c", "batch() bind:b"]);
    let denied = |url| (url, "WRONG_LICENSE");
    assert_eq!(
        ran.failures(),
        [denied("https://x.y/a"), denied("https://x.y/c")]
    );
    assert_eq!(ran.counts(), [1, 0, 0, 1, 2]);
    assert_eq!(ran.progress, [(2, 4), (3, 4)]);
}

#[test]
fn any_other_failure_of_a_batch_ends_the_sync() {
    for (error, code) in [
        (failed(Error::new(ErrorCode::Network, "gone")), "NETWORK"),
        (failed(Error::new(ErrorCode::Aborted, "stopped")), "ABORTED"),
        (refused(401, "NO_AUTH_FOUND", "x"), "NO_AUTH_FOUND"),
        (
            refused(500, "INTERNAL_SERVER_ERROR", "x"),
            "INTERNAL_SERVER_ERROR",
        ),
    ] {
        let ran = sync(
            plan(&numbered(60), json!([row("old")])),
            [all_bound(50), error],
        );
        assert_eq!(ran.sent.len(), 2);
        assert_eq!(ran.counts(), [50, 0, 0, 1, 10]);
        let failures = ran.failures();
        assert!(failures.iter().all(|one| one.1 == code), "{failures:?}");
        assert_eq!(ran.progress, [(50, 61), (60, 61)]);
    }
}

#[test]
fn an_unbind_without_a_count_has_failed() {
    let ran = sync(
        plan(&[], json!([row("a"), row("b")])),
        [
            batch(&[Ok(json!(true)), counted(1)]),
            result(json!({ "result": { "0": { "count": 0 } } })),
        ],
    );
    assert_eq!(
        ran.sent,
        [
            "batch() unbind:a unbind:b",
            "sleep 1000",
            "batch() unbind:a"
        ]
    );
    assert_eq!(ran.counts(), [0, 0, 2, 0, 0]);
}
