//! `sync`: the order of the batches, pauses, failures, progress.

use std::cell::RefCell;

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, Prune, SyncOptions};
use bx24_protocol::handlers::report::SyncReport;
use serde_json::{Value, json};

use crate::script::{
    Asked, CommandAnswer, Script, Step, all_bound, batch, failed, handler, profile, refused,
    result, row, snapshot,
};

const BUSY: (&str, &str) = (
    "ERROR_CORE",
    "Unable to set event handler: Process of binding the handler has already started",
);

fn prune() -> SyncOptions {
    SyncOptions {
        prune: Prune::All,
        ..SyncOptions::default()
    }
}

fn with_connector(name: &str) -> Handler {
    Handler {
        auth_connector: Some("one".into()),
        ..handler(name)
    }
}

fn numbered(count: usize) -> Vec<Handler> {
    (0..count).map(handler).collect()
}

/// A plan against a portal with these rows.
fn plan(wanted: &[Handler], rows: Value) -> Plan {
    let script = Script::new([snapshot(rows)]);
    script.run(script.client().plan(wanted, &prune())).unwrap()
}

struct Ran {
    report: SyncReport,
    sent: Vec<String>,
    progress: Vec<(usize, usize)>,
}

impl Ran {
    /// How many handlers were bound, bound already, unbound, kept and failed.
    fn counts(&self) -> [usize; 5] {
        let report = &self.report;
        let [bound, already_bound] = [&report.bound, &report.already_bound].map(Vec::len);
        let [unbound, kept] = [&report.unbound, &report.kept].map(Vec::len);
        [bound, already_bound, unbound, kept, report.failed.len()]
    }

    fn failures(&self) -> Vec<(&str, &str)> {
        let failed = self.report.failed.iter();
        failed
            .map(|one| (one.handler.url(), one.error.code()))
            .collect()
    }
}

/// Carries a plan out, as an administrator.
fn sync(plan: Plan, answers: impl IntoIterator<Item = Step>) -> Ran {
    let script = Script::new([profile("1", true)]);
    script.then(answers);
    let progress = RefCell::new(Vec::new());
    let note = |done, total| progress.borrow_mut().push((done, total));
    let report = script.run(script.client().sync(plan, &prune(), &note));
    let mut sent = script.batches();
    assert_eq!(sent.remove(0), "profile() ");
    Ran {
        report: report.unwrap(),
        sent,
        progress: progress.into_inner(),
    }
}

fn counted(n: usize) -> CommandAnswer {
    Ok(json!({ "count": n }))
}

#[test]
fn nothing_to_do_sends_nothing() {
    let ran = sync(plan(&[handler("h")], json!([row("h")])), []);
    assert_eq!(ran.sent, Vec::<String>::new());
    assert_eq!((ran.counts(), ran.progress), ([0, 0, 0, 1, 0], vec![]));
}

#[test]
fn batches_go_by_connector_and_size_and_unbinds_come_last() {
    let mut wanted = numbered(60);
    wanted.insert(1, with_connector("a"));
    wanted.insert(30, with_connector("b"));
    let ran = sync(
        plan(&wanted, json!([row("old")])),
        [
            all_bound(50),
            all_bound(2),
            all_bound(10),
            batch(&[counted(1)]),
        ],
    );
    let sizes: Vec<usize> = ran
        .sent
        .iter()
        .map(|line| line.matches("bind:").count())
        .collect();
    assert_eq!(sizes, [50, 2, 10, 1], "{:?}", ran.sent);
    assert_eq!(ran.sent.get(1).unwrap(), "batch(one) bind:a bind:b");
    assert!(ran.sent.first().unwrap().starts_with("batch() bind:0 "));
    assert_eq!(ran.sent.last().unwrap(), "batch() unbind:old");
    assert_eq!(ran.counts(), [62, 0, 1, 0, 0]);
    assert_eq!(ran.progress, [(50, 63), (52, 63), (62, 63), (63, 63)]);
}

#[test]
fn every_batch_may_be_repeated() {
    let script = Script::new([profile("1", true), all_bound(1)]);
    let wanted = plan(&[handler("h")], json!([]));
    script
        .run(script.client().sync(wanted, &prune(), &|_, _| ()))
        .unwrap();
    let idempotency = script.asked().into_iter().map(|asked| match asked {
        Asked::Call(_, idempotency) => idempotency,
        Asked::Sleep(ms) => panic!("a pause of {ms} ms"),
    });
    assert!(idempotency.eq([Idempotency::Safe, Idempotency::Safe]));
}

#[test]
fn a_command_that_may_be_repeated_waits_longer_each_time() {
    let ran = sync(
        plan(&numbered(2), json!([row("old")])),
        [
            batch(&[Ok(json!(true)), Err(BUSY)]),
            batch(&[Err(BUSY)]),
            batch(&[Err(("QUERY_LIMIT_EXCEEDED", "Too many requests"))]),
            all_bound(1),
            batch(&[counted(1)]),
        ],
    );
    assert_eq!(
        ran.sent,
        [
            "batch() bind:0 bind:1",
            "sleep 500",
            "batch() bind:1",
            "sleep 1000",
            "batch() bind:1",
            "sleep 4000",
            "batch() bind:1",
            "batch() unbind:old"
        ]
    );
    assert_eq!(ran.counts(), [2, 0, 1, 0, 0]);
    assert_eq!(
        ran.progress,
        [(1, 3), (1, 3), (1, 3), (2, 3), (3, 3)],
        "told after every batch, whether or not something was finished"
    );
}

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
