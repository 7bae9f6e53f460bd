//! Futures dropped before they end: what a client, a walk and a reservation hold stays usable, and
//! the next call works as if the dropped one had not been.

use bx24_protocol::handlers::plan::{Plan, SyncOptions};
use bx24_protocol::offline::reader::ReaderOptions;
use bx24_protocol::offline::reservation::Reservation;
use futures::FutureExt as _;
use futures::future::join3;
use serde_json::json;
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use crate::offline::{id, ids};
use crate::script::{
    Asked, Script, Step, all_bound, batch, handler, profile, result, row, snapshot,
};
use crate::walk::{reader, reserved};

/// Polls a future once, which takes it as far as the script has answers, then drops it.
fn drop_midway<T>(method: impl Future<Output = T>) {
    assert!(method.now_or_never().is_none(), "it has ended");
}

fn plan(count: usize) -> Plan {
    let wanted: Vec<_> = (0..count).map(handler).collect();
    let script = Script::new([snapshot(json!([row("old")]))]);
    script
        .run(script.client().plan(&wanted, &SyncOptions::default()))
        .unwrap()
}

#[test]
fn an_unbind_dropped_while_it_asks_who_calls_is_asked_again() {
    let script = Script::new([Step::Never]);
    let client = script.client_of(&Rc::default());
    drop_midway(client.unbind(&handler("h")));
    script.then([profile("1", true), Step::Never]);
    drop_midway(client.unbind(&handler("h")));
    // by now it is known who calls
    script.then([result(json!({ "count": 1 }))]);
    assert_eq!(script.run(client.unbind(&handler("h"))).unwrap().count, 1);
    let unbind = "event.unbind?event=ONCRMLEADADD&handler=https%3A%2F%2Fx.y%2Fh";
    assert_eq!(script.lines(), ["profile", "profile", unbind, unbind]);
}

#[test]
fn a_sync_dropped_at_any_batch_leaves_the_client_usable() {
    for answered in 0..3 {
        let script = Script::new([profile("1", true)]);
        script.then((0..answered).map(|_| all_bound(50)));
        script.then([Step::Never]);
        let client = script.client();
        let told = RefCell::new(0);
        let note = |_, _| *told.borrow_mut() += 1;
        drop_midway(client.sync(plan(150), &SyncOptions::default(), &note));
        assert_eq!(*told.borrow(), answered);
        assert_eq!(script.asked().len(), answered + 2);

        script.then([all_bound(1)]);
        let report = script
            .run(client.sync(plan(1), &SyncOptions::default(), &|_, _| ()))
            .unwrap();
        assert_eq!(report.bound.len(), 1);
        assert_eq!(script.batches(), ["batch() bind:0"]);
    }
}

#[test]
fn a_sync_dropped_in_a_pause_sends_nothing_more() {
    let mut script = Script::new([
        profile("1", true),
        batch(&[Err(("QUERY_LIMIT_EXCEEDED", "Too many requests"))]),
    ]);
    script.sleeps_forever = true;
    drop_midway(
        script
            .client()
            .sync(plan(1), &SyncOptions::default(), &|_, _| ()),
    );
    assert_eq!(
        script.batches(),
        ["profile() ", "batch() bind:0", "sleep 1000"]
    );
}

#[test]
fn a_read_dropped_midway_leaves_the_walk_where_it_was() {
    let reader = reader(ReaderOptions {
        resume: vec!["old".into()],
        ..ReaderOptions::default()
    });
    let script = Script::new([Step::Never]);
    let client = script.client();
    drop_midway(client.next_batch(&reader));
    assert!(reader.try_borrow_mut().is_ok());
    script.then([reserved("old", []), Step::Never]);
    drop_midway(client.next_batch(&reader));
    assert!(reader.try_borrow_mut().is_ok());
    script.then([reserved("new", [1])]);
    let batch = script.run(client.next_batch(&reader)).unwrap().unwrap();
    assert_eq!(batch.reservation.process_id, "new");
    let is_resumed = |asked: &Asked| match asked {
        Asked::Call(command, _) => command.body().contains("process_id=old"),
        Asked::Sleep(ms) => panic!("a pause of {ms} ms"),
    };
    let resumed: Vec<bool> = script.asked().iter().map(is_resumed).collect();
    assert_eq!(resumed, [true, true, false, false]);
}

#[test]
fn a_read_dropped_while_it_polls_looks_again() {
    let reader = reader(ReaderOptions {
        poll: Some(1000.0),
        ..ReaderOptions::default()
    });
    let mut script = Script::new([reserved("", [])]);
    script.sleeps_forever = true;
    drop_midway(script.client().next_batch(&reader));
    assert!(reader.try_borrow_mut().is_ok());
    script.then([reserved("p", [1])]);
    assert!(
        script
            .run(script.client().next_batch(&reader))
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_settlement_dropped_midway_settles_nothing() {
    let reservation = RefCell::new(Reservation::new("p", None, ids(2)));
    let script = Script::new([Step::Never, Step::Never]);
    let client = script.client();
    drop_midway(client.acknowledge(&reservation, None));
    assert!(reservation.try_borrow_mut().is_ok());
    drop_midway(client.reject(&reservation, &[id(0)]));
    assert!(reservation.try_borrow_mut().is_ok());
    script.then([result(json!(true))]);
    script.run(client.acknowledge(&reservation, None)).unwrap();
    let lines = script.lines();
    assert_eq!(lines.first(), lines.last());
    assert_eq!(lines.len(), 3);
}

#[test]
fn two_walks_and_a_sync_go_on_side_by_side() {
    let (one, other) = (
        reader(ReaderOptions::default()),
        reader(ReaderOptions::default()),
    );
    let script = Script::new([reserved("a", [1]), reserved("b", [2]), profile("1", true)]);
    script.then([all_bound(1)]);
    let client = script.client();
    let options = SyncOptions::default();
    let sync = client.sync(plan(1), &options, &|_, _| ());
    let all = join3(client.next_batch(&one), client.next_batch(&other), sync);
    let (first, second, report) = script.run(all);
    let [first, second] = [first, second].map(|batch| batch.unwrap().unwrap().reservation);
    assert_eq!([first.process_id, second.process_id], ["a", "b"]);
    assert_eq!(report.unwrap().bound.len(), 1);
}
