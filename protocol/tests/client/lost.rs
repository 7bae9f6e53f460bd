//! A reservation whose answer is lost (contract §3.6): its rows stay in the queue under an id that
//! nobody was told.

use std::cell::RefCell;

use bx24_protocol::Error;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::offline::reader::{Reader, ReaderOptions};
use bx24_protocol::wire::params::Params;
use serde_json::{Value, json};

use crate::offline::ids;
use crate::script::{Script, Step, answer, failed, refused, result};
use crate::walk::{reader, reserved};

const LIST: &str = "event.offline.list?start=0&filter[%3EPROCESS_ID]=";
const FRESH: &str = "event.offline.get?clear=0&limit=2";

fn rows(process_ids: &[&str]) -> Value {
    process_ids
        .iter()
        .map(|id| json!({ "PROCESS_ID": id }))
        .collect()
}

/// Every way in which the answer to a reservation can be lost.
fn losses() -> [Step; 5] {
    let lost = |code| failed(Error::new(code, "lost"));
    [
        lost(ErrorCode::Network),
        lost(ErrorCode::Timeout),
        lost(ErrorCode::BadAnswer),
        refused(500, "INTERNAL_SERVER_ERROR", ""),
        result(json!({ "process_id": "p" })),
    ]
}

fn options(exclusive: bool) -> ReaderOptions {
    ReaderOptions {
        size: 2,
        exclusive,
        ..ReaderOptions::default()
    }
}

#[test]
fn the_only_reader_finds_what_it_has_reserved() {
    for lost in losses() {
        let reader = reader(options(true));
        let script = Script::new([
            result(rows(&[])),
            lost,
            result(rows(&["lost", "lost"])),
            reserved("lost", [1]),
            reserved("", []),
        ]);
        assert_eq!(walk(&script, &reader, 2), ["lost", ""]);
        let again = "event.offline.get?clear=0&limit=2&process_id=lost&order[ID]=ASC";
        assert_eq!(script.lines(), [LIST, FRESH, LIST, again, FRESH]);
    }
}

/// A crash, an abort, a dropped future: the next walk begins with what they have left.
#[test]
fn the_only_reader_begins_with_what_an_earlier_one_left() {
    let reader = reader(options(true));
    let script = Script::new([
        result(rows(&["a", "b", "a"])),
        reserved("a", [1]),
        reserved("b", [2]),
        reserved("", []),
    ]);
    assert_eq!(walk(&script, &reader, 3), ["a", "b", ""]);
}

#[test]
fn a_batch_that_is_worked_on_is_not_given_again() {
    let reader = reader(options(true));
    let script = Script::new([
        result(rows(&[])),
        reserved("mine", [1, 2]),
        failed(Error::new(ErrorCode::Network, "lost")),
        result(rows(&["mine", "lost"])),
        reserved("lost", [3]),
    ]);
    assert_eq!(walk(&script, &reader, 2), ["mine", "lost"]);
}

#[test]
fn among_others_the_error_names_what_this_walk_has_not_given() {
    for lost in losses() {
        let reader = reader(options(false));
        let script = Script::new([
            reserved("mine", [1, 2]),
            lost,
            result(rows(&["mine", "lost", "another's"])),
        ]);
        let client = script.client();
        let error = script.run(async {
            client.next_batch(&reader).await.unwrap();
            client.next_batch(&reader).await.err().unwrap()
        });
        assert_eq!(error.process_ids(), ["lost", "another's"]);
        assert!(
            error.description().contains("no living consumer"),
            "{error}"
        );
    }
}

#[test]
fn what_was_not_reserved_is_only_an_error() {
    for exclusive in [false, true] {
        let lost = failed(Error::new(ErrorCode::Network, "lost"));
        let mut answers = vec![lost, result(rows(&[]))];
        if exclusive {
            answers.insert(0, result(rows(&[])));
        }
        let script = Script::new(answers);
        let reader = reader(options(exclusive));
        let error = script
            .run(script.client().next_batch(&reader))
            .err()
            .unwrap();
        assert_eq!((error.code(), error.description()), ("NETWORK", "lost"));
        let denied = Script::new([refused(403, "ACCESS_DENIED", "no")]);
        let reader = crate::walk::reader(options(false));
        let error = denied
            .run(denied.client().next_batch(&reader))
            .err()
            .unwrap();
        assert_eq!(error.code(), "ACCESS_DENIED");
    }
}

#[test]
fn where_the_queue_cannot_be_listed_the_remedy_is_said_all_the_same() {
    let lost = || {
        failed(Error::new(
            ErrorCode::Aborted,
            "the caller's signal ended the call",
        ))
    };
    let script = Script::new([lost(), lost()]);
    let reader = reader(options(false));
    let error = script
        .run(script.client().next_batch(&reader))
        .err()
        .unwrap();
    assert_eq!(error.code(), "ABORTED");
    assert!(error.description().contains("`resume`"), "{error}");
}

#[test]
fn a_get_that_reserves_tells_what_may_be_left() {
    let script = Script::new([
        failed(Error::new(ErrorCode::Timeout, "lost")),
        answer(200, json!({ "result": rows(&["a"]), "next": 50 })),
        result(rows(&["b"])),
    ]);
    let got = script.run(script.client().offline_get(Params::new()));
    assert_eq!(got.unwrap_err().process_ids(), ["a", "b"]);
    let script = Script::new([failed(Error::new(ErrorCode::Timeout, "lost"))]);
    let clear = vec![("clear".to_owned(), "true".into())];
    let got = script.run(script.client().offline_get(clear));
    assert_eq!(
        got.unwrap_err().process_ids(),
        Vec::<String>::new().as_slice()
    );
}

#[test]
fn an_acknowledgement_that_is_lost_names_its_reservation() {
    let reader = reader(options(false));
    let lost = || failed(Error::new(ErrorCode::Network, "lost"));
    let script = Script::new([reserved("mine", [0, 1]), lost(), lost()]);
    let client = script.client();
    script.run(async {
        let batch = client.next_batch(&reader).await.unwrap().unwrap();
        let held = RefCell::new(batch.reservation);
        for lost in [
            client.acknowledge(&held, None).await,
            client.reject(&held, &ids(1)).await,
        ] {
            assert_eq!(lost.unwrap_err().process_ids(), ["mine"]);
        }
        let again = held.borrow().done(None).unwrap();
        assert!(again.is_some(), "it can be done again");
    });
}

/// The process ids of so many batches; an empty one at the end of the queue.
fn walk(script: &Script, reader: &RefCell<Reader>, count: usize) -> Vec<String> {
    let client = script.client();
    script.run(async {
        let mut ids = Vec::new();
        for _ in 0..count {
            let batch = client.next_batch(reader).await.unwrap();
            ids.push(batch.map_or_else(String::new, |batch| batch.reservation.process_id));
        }
        ids
    })
}
