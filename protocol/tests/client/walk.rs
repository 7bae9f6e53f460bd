//! `batches`: a walk through the queue, its reservations acknowledged or marked as failed.

use std::cell::RefCell;

use bx24_protocol::Error;
use bx24_protocol::client::ReservedEvents;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::offline::reader::{Reader, ReaderOptions};
use bx24_protocol::offline::reservation::Reservation;
use serde_json::{Value, json};

use crate::offline::{events, id, ids};
use crate::script::{Script, Step, failed, refused, result};

pub fn reader(options: ReaderOptions) -> RefCell<Reader> {
    RefCell::new(Reader::new(options).unwrap())
}

/// The answer to a read: a reservation with events of these numbers.
pub fn reserved(process_id: &str, numbers: impl IntoIterator<Item = usize>) -> Step {
    result(json!({ "process_id": process_id, "events": events(numbers) }))
}

fn next(script: &Script, reader: &RefCell<Reader>) -> Option<ReservedEvents<Value>> {
    script.run(script.client().next_batch(reader)).unwrap()
}

const FRESH: &str = "event.offline.get?clear=0&limit=2";

#[test]
fn a_walk_takes_what_was_left_over_then_what_is_fresh_then_ends() {
    let reader = reader(ReaderOptions {
        resume: vec!["old".into(), "gone".into()],
        size: 2,
        ..ReaderOptions::default()
    });
    let mut walked = Vec::new();
    for answers in [
        vec![reserved("old", [1, 2])],
        vec![reserved("old", [3])],
        vec![reserved("gone", []), reserved("new", [4, 5])],
        vec![reserved("other", [6])],
        vec![reserved("", [])],
    ] {
        let script = Script::new(answers);
        let batch = next(&script, &reader);
        let process_id = batch.map(|batch| (batch.reservation.process_id, batch.events));
        walked.push((process_id, script.lines()));
    }
    let resumed =
        |id: &str| format!("event.offline.get?clear=0&limit=2&process_id={id}&order[ID]=ASC");
    let given =
        |id: &str, numbers: &[usize]| Some((id.to_owned(), events(numbers.iter().copied())));
    let fresh = || vec![FRESH.to_owned()];
    let on = format!("{}&filter[%3EID]=2", resumed("old"));
    assert_eq!(
        walked,
        [
            (given("old", &[1, 2]), vec![resumed("old")]),
            (given("old", &[3]), vec![on]),
            (
                given("new", &[4, 5]),
                vec![resumed("gone"), FRESH.to_owned()]
            ),
            (given("other", &[6]), fresh()),
            (None, fresh()),
        ]
    );
}

#[test]
fn with_poll_an_empty_queue_is_waited_for() {
    let reader = reader(ReaderOptions {
        size: 2,
        poll: Some(5000.0),
        ..ReaderOptions::default()
    });
    let script = Script::new([reserved("", []), reserved("", []), reserved("p", [1])]);
    assert_eq!(next(&script, &reader).unwrap().reservation.process_id, "p");
    assert_eq!(
        script.lines(),
        [FRESH, "sleep 5000", FRESH, "sleep 5000", FRESH]
    );
}

#[test]
fn a_read_that_failed_is_made_again_by_the_next_one() {
    let reader = reader(ReaderOptions {
        resume: vec!["old".into()],
        size: 2,
        ..ReaderOptions::default()
    });
    let script = Script::new([]);
    for (wrong, code) in [
        (failed(Error::new(ErrorCode::Network, "gone")), "NETWORK"),
        (refused(403, "ACCESS_DENIED", "no"), "ACCESS_DENIED"),
        (result(json!({ "process_id": "old" })), "BAD_ANSWER"),
        (result(json!("x")), "BAD_ANSWER"),
    ] {
        script.then([wrong]);
        let error = script.run(script.client().next_batch(&reader)).err();
        assert_eq!(error.unwrap().code(), code);
    }
    script.then([reserved("old", [1])]);
    assert!(next(&script, &reader).is_some());
    let lines = script.lines();
    assert_eq!(lines.len(), 5);
    assert!(lines.iter().all(|line| line.contains("process_id=old")));
}

fn reservation(count: usize) -> RefCell<Reservation> {
    RefCell::new(Reservation::new("p", Some("one".into()), ids(count)))
}

fn settled(method: &str, numbers: &[usize]) -> String {
    let ids = numbers.iter().enumerate();
    let named = ids.map(|(at, n)| format!("&message_id[{at}]={}", id(*n)));
    format!(
        "event.offline.{method}?process_id=p&auth_connector=one{}",
        named.collect::<String>()
    )
}

#[test]
fn a_batch_is_acknowledged_once_message_by_message() {
    let reservation = reservation(3);
    let script = Script::new([
        result(json!(true)),
        result(json!(true)),
        result(json!(true)),
    ]);
    let client = script.client();
    let steps = async {
        client.acknowledge(&reservation, Some(&[id(1)])).await?;
        client.reject(&reservation, &[id(2)]).await?;
        client.acknowledge(&reservation, None).await?;
        // nothing is left
        client.acknowledge(&reservation, None).await?;
        client.acknowledge(&reservation, Some(&[id(1)])).await?;
        client.reject(&reservation, &[]).await
    };
    assert_eq!(script.run(steps), Ok(()));
    assert_eq!(
        script.lines(),
        [
            settled("clear", &[1]),
            settled("error", &[2]),
            settled("clear", &[0])
        ]
    );
}

#[test]
fn what_the_portal_did_not_confirm_stays_open() {
    let reservation = reservation(2);
    let lost = || failed(Error::new(ErrorCode::Network, "gone"));
    let script = Script::new([lost(), lost(), result(json!(true))]);
    let client = script.client();
    let steps = async {
        let one = client.acknowledge(&reservation, None).await;
        let other = client.reject(&reservation, &[id(0)]).await;
        client.acknowledge(&reservation, None).await.unwrap();
        [one, other].map(|result| result.unwrap_err().code().to_owned())
    };
    assert_eq!(script.run(steps), ["NETWORK", "NETWORK"]);
    assert_eq!(
        script.lines(),
        [
            settled("clear", &[0, 1]),
            settled("error", &[0]),
            settled("clear", &[0, 1])
        ]
    );
}

#[test]
fn messages_of_another_reservation_and_settled_ones_send_nothing() {
    let reservation = reservation(1);
    let script = Script::new([result(json!(true))]);
    let client = script.client();
    let steps = async {
        let foreign = client.acknowledge(&reservation, Some(&[id(7)])).await;
        let marked = client.reject(&reservation, &[id(7)]).await;
        client.acknowledge(&reservation, None).await.unwrap();
        let settled = client.reject(&reservation, &[id(0)]).await;
        [foreign, marked, settled].map(|result| result.unwrap_err().code().to_owned())
    };
    assert_eq!(script.run(steps), ["INVALID_ARGUMENT"; 3]);
    assert_eq!(script.lines(), [settled("clear", &[0])]);
}
