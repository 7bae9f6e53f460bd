//! The walk through the queue: what it reads next.

use std::ops::Range;

use bx24_protocol::Error;
use bx24_protocol::offline::reader::{NextRead, Reader, ReaderOptions};
use bx24_protocol::offline::reservation::Reservation;
use serde_json::json;

use crate::{body, id, sent};

fn received(batches: &mut Reader, process: &str, ids: Range<u32>) -> Option<Reservation> {
    let event =
        |number: u32| json!({ "ID": number.to_string(), "MESSAGE_ID": format!("{number:032}") });
    let events: Vec<_> = ids.map(event).collect();
    batches.received(&json!({ "process_id": process, "events": events }))
}

fn reader(
    resume: Vec<String>,
    size: i64,
    connector: Option<String>,
    poll: Option<f64>,
) -> Result<Reader, Error> {
    Reader::new(ReaderOptions {
        resume,
        size,
        connector,
        poll,
        exclusive: false,
    })
}

fn pulled(batches: &mut Reader) -> String {
    match batches.next_read() {
        NextRead::Get(command) => body(&command),
        NextRead::Wait(ms) => format!("wait {ms}"),
        NextRead::ListReserved => "list".into(),
        NextRead::End => "end".into(),
    }
}

#[test]
fn the_queue_is_pulled_until_it_is_empty() {
    let mut batches = reader(Vec::new(), 2, None, None).unwrap();
    for process in ["p", "q"] {
        assert_eq!(pulled(&mut batches), "clear=0&limit=2");
        assert_eq!(
            received(&mut batches, process, 1..3).unwrap().process_id,
            process
        );
    }
    assert_eq!(pulled(&mut batches), "clear=0&limit=2");
    assert_eq!(received(&mut batches, "r", 0..0), None);
    assert_eq!(pulled(&mut batches), "end");
}

/// A queue is named by its connector, for what is acknowledged too.
#[test]
fn a_walk_stays_in_its_queue() {
    let mut batches = reader(Vec::new(), 2, Some("one".into()), None).unwrap();
    assert_eq!(pulled(&mut batches), "clear=0&limit=2&auth_connector=one");
    let held = received(&mut batches, "p", 1..2).unwrap();
    assert!(sent(held.done(None).unwrap()).contains("auth_connector=one"));
}

#[test]
fn an_empty_queue_is_polled_as_asked() {
    let mut batches = reader(Vec::new(), 2, None, Some(1000.0)).unwrap();
    for _ in 0..2 {
        assert_eq!(pulled(&mut batches), "clear=0&limit=2");
        assert_eq!(received(&mut batches, "p", 0..0), None);
        assert_eq!(pulled(&mut batches), "wait 1000");
    }
}

/// A reservation larger than a batch is read on by `ID`: `limit` alone would show its first
/// events again and again.
#[test]
fn reservations_left_over_come_first_and_whole() {
    let mut batches = reader(vec!["p".into(), "gone".into(), "q".into()], 2, None, None).unwrap();
    assert_eq!(
        pulled(&mut batches),
        "clear=0&limit=2&process_id=p&order[ID]=ASC"
    );
    assert!(received(&mut batches, "p", 1..3).is_some());
    assert_eq!(
        pulled(&mut batches),
        "clear=0&limit=2&process_id=p&order[ID]=ASC&filter[>ID]=2"
    );
    assert!(received(&mut batches, "p", 3..4).is_some());
    assert_eq!(
        pulled(&mut batches),
        "clear=0&limit=2&process_id=gone&order[ID]=ASC"
    );
    assert_eq!(received(&mut batches, "gone", 0..0), None);
    assert_eq!(
        pulled(&mut batches),
        "clear=0&limit=2&process_id=q&order[ID]=ASC"
    );
    assert!(received(&mut batches, "q", 7..9).is_some());
    assert_eq!(
        pulled(&mut batches),
        "clear=0&limit=2&process_id=q&order[ID]=ASC&filter[>ID]=8"
    );
    assert_eq!(received(&mut batches, "q", 0..0), None);
    assert_eq!(pulled(&mut batches), "clear=0&limit=2");
}

/// Without an `ID` there is nothing to read on from, but what came is given.
#[test]
fn events_without_an_id_are_given_once() {
    let mut batches = reader(vec!["p".into()], 1, None, None).unwrap();
    pulled(&mut batches);
    let held =
        batches.received(&json!({ "process_id": "p", "events": [{ "MESSAGE_ID": id("a") }] }));
    assert!(held.is_some());
    assert_eq!(pulled(&mut batches), "clear=0&limit=1");
}

#[test]
fn a_portal_that_ignores_the_filter_does_not_trap_the_walk() {
    let mut batches = reader(vec!["p".into()], 2, None, None).unwrap();
    pulled(&mut batches);
    assert!(received(&mut batches, "p", 1..3).is_some());
    pulled(&mut batches);
    assert_eq!(received(&mut batches, "p", 1..3), None);
    assert_eq!(pulled(&mut batches), "clear=0&limit=2");
}

#[test]
fn a_walk_is_checked_before_it_begins() {
    for refused in [
        reader(Vec::new(), 0, None, None),
        reader(vec![String::new()], 50, None, None),
    ] {
        assert_eq!(refused.err().unwrap().code(), "INVALID_ARGUMENT");
    }
}
