//! `sync`: the order of the batches, pauses, progress.

use std::cell::RefCell;

use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, Prune, SyncOptions};
use bx24_protocol::handlers::report::SyncReport;
use serde_json::{Value, json};

use crate::script::{
    Asked, CommandAnswer, Script, Step, all_bound, batch, handler, profile, row, snapshot,
};

pub const BUSY: (&str, &str) = (
    "ERROR_CORE",
    "Unable to set event handler: Process of binding the handler has already started",
);

pub fn prune() -> SyncOptions {
    SyncOptions {
        prune: Prune::All,
        ..SyncOptions::default()
    }
}

pub fn with_connector(name: &str) -> Handler {
    Handler {
        auth_connector: Some("one".into()),
        ..handler(name)
    }
}

pub fn numbered(count: usize) -> Vec<Handler> {
    (0..count).map(handler).collect()
}

/// A plan against a portal with these rows.
pub fn plan(wanted: &[Handler], rows: Value) -> Plan {
    let script = Script::new([snapshot(rows)]);
    script.run(script.client().plan(wanted, &prune())).unwrap()
}

pub struct Ran {
    pub report: SyncReport,
    pub sent: Vec<String>,
    pub progress: Vec<(usize, usize)>,
}

impl Ran {
    /// How many handlers were bound, bound already, unbound, kept and failed.
    pub fn counts(&self) -> [usize; 5] {
        let report = &self.report;
        let [bound, already_bound] = [&report.bound, &report.already_bound].map(Vec::len);
        let [unbound, kept] = [&report.unbound, &report.kept].map(Vec::len);
        [bound, already_bound, unbound, kept, report.failed.len()]
    }

    pub fn failures(&self) -> Vec<(&str, &str)> {
        let failed = self.report.failed.iter();
        failed
            .map(|one| (one.handler.url(), one.error.code()))
            .collect()
    }
}

/// Carries a plan out, as an administrator.
pub fn sync(plan: Plan, answers: impl IntoIterator<Item = Step>) -> Ran {
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

pub fn counted(n: usize) -> CommandAnswer {
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
