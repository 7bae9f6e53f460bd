//! The offline queue: requests without traps, reservations, the walk through the queue.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

use std::ops::Range;

use bx24_protocol::Error;
use bx24_protocol::offline::reader::{NextRead, Reader, ReaderOptions};
use bx24_protocol::offline::requests::Settlement::{self, Clear, Error as Fail};
use bx24_protocol::offline::requests::{get, list, members};
use bx24_protocol::offline::reservation::Reservation;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Value;
use serde_json::json;

fn id(letter: &str) -> String {
    letter.repeat(32)
}

fn body(command: &Command) -> String {
    command.body().replace("%3E", ">").replace("%40", "@")
}

fn settle(
    settlement: Settlement,
    process_id: &str,
    message_ids: Option<&[String]>,
    connector: Option<&str>,
) -> Result<Option<Command>, Error> {
    settlement.command(process_id, message_ids, connector)
}

fn sent(command: Option<Command>) -> String {
    command.map_or_else(String::new, |command| {
        format!("{}?{}", command.method, body(&command))
    })
}

fn text(name: &str, value: &str) -> (String, Value) {
    (name.into(), value.into())
}

fn map(name: &str, key: &str, value: &str) -> (String, Value) {
    (name.into(), Value::Map(vec![text(key, value)]))
}

#[test]
fn get_reserves_unless_told_to_clear() {
    assert_eq!(body(&get(Vec::new()).unwrap()), "clear=0&error=0");
    let options = vec![
        map("filter", "EVENT_NAME", "ONCRMLEADADD"),
        map("order", "ID", "DESC"),
        text("limit", "10"),
        text("clear", "true"),
        text("error", "true"),
        text("connector", "one"),
    ];
    let command = get(options).unwrap();
    assert_eq!(command.method, "event.offline.get");
    assert_eq!(
        body(&command),
        "limit=10&auth_connector=one&clear=1&error=1&filter[EVENT_NAME]=ONCRMLEADADD&order[ID]=DESC"
    );
    let again = get(vec![text("processId", "p"), text("clear", "false")]);
    assert_eq!(body(&again.unwrap()), "process_id=p&clear=0&error=0");
}

#[test]
fn get_refuses_what_would_lose_events() {
    let rows: [(&[(&str, &str)], &str); 8] = [
        (
            &[("limit", "0")],
            "`limit` must be a whole number, 1 or more",
        ),
        (
            &[("limit", "-1")],
            "`limit` must be a whole number, 1 or more",
        ),
        (
            &[("limit", "2.5")],
            "`limit` must be a whole number, 1 or more",
        ),
        (
            &[("processId", "")],
            "the process id is empty: give the `processId` of the events",
        ),
        (&[("clear", "1")], "`clear` must be true or false"),
        (&[("error", "yes")], "`error` must be true or false"),
        (
            &[("process_id", "p")],
            "there is no option `process_id`: did you mean `processId`?",
        ),
        (
            &[("processId", "p"), ("clear", "true")],
            "`clear` with `processId` would drop events unread: use `offline.clear`",
        ),
    ];
    for (options, reason) in rows {
        let options = options.iter().map(|(name, value)| text(name, value));
        let error = get(options.collect()).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert_eq!(error.description(), reason);
    }
}

#[test]
fn list_reads_pages_and_members() {
    let page = list(vec![text("start", "50"), text("connector", "one")]);
    assert_eq!(
        sent(page.ok()),
        "event.offline.list?start=50&auth_connector=one"
    );
    assert_eq!(
        list(vec![text("clear", "true")]).unwrap_err().code(),
        "INVALID_ARGUMENT"
    );
    let members = members("p", &[id("a"), id("b")], Some("one"));
    let ids = [
        "filter[@MESSAGE_ID][0]=",
        &id("a"),
        "&filter[@MESSAGE_ID][1]=",
        &id("b"),
    ]
    .concat();
    assert_eq!(
        body(&members),
        ["auth_connector=one&filter[PROCESS_ID]=p&", &ids].concat()
    );
}

#[test]
fn clear_and_error_send_nothing_for_an_empty_list() {
    for (settlement, method) in [
        (Clear, "event.offline.clear"),
        (Fail, "event.offline.error"),
    ] {
        assert_eq!(settle(settlement, "p", Some(&[]), None), Ok(None));
        let one = settle(settlement, "p", Some(&[id("a")]), Some("one")).unwrap();
        let wanted = [
            method,
            "?process_id=p&auth_connector=one&message_id[0]=",
            &id("a"),
        ]
        .concat();
        assert_eq!(sent(one), wanted);
    }
    assert_eq!(
        sent(settle(Clear, "p", None, None).unwrap()),
        "event.offline.clear?process_id=p"
    );
}

#[test]
fn clear_and_error_refuse_what_reaches_too_far() {
    let bad = ["a".to_owned()];
    for refused in [
        settle(Clear, "", None, None),
        settle(Clear, "", Some(&[]), None),
        settle(Fail, "", Some(&[id("a")]), None),
        settle(Clear, "p", Some(&bad), None),
        settle(Fail, "p", Some(&bad), None),
    ] {
        assert_eq!(refused.unwrap_err().code(), "INVALID_ARGUMENT");
    }
}

#[test]
fn a_reservation_settles_each_message_once() {
    let (a, b, c) = (id("a"), id("b"), id("c"));
    let mut held = Reservation::new("p", None, vec![a.clone(), b.clone(), c.clone()]);
    let all = sent(held.done(None).unwrap());
    assert!(
        all.contains(&a) && all.contains(&b) && all.contains(&c),
        "{all}"
    );
    assert_eq!(held.done(Some(&[])), Ok(None));

    held.settle(Some(std::slice::from_ref(&a)));
    let rest = sent(held.done(None).unwrap());
    assert!(!rest.contains(&a) && rest.contains(&b), "{rest}");
    assert_eq!(
        held.done(Some(std::slice::from_ref(&a))),
        Ok(None),
        "it is done already"
    );
    let error = held.fail(std::slice::from_ref(&a)).unwrap_err();
    assert!(
        error.description().contains("is settled already"),
        "{error}"
    );

    assert!(
        sent(held.fail(std::slice::from_ref(&b)).unwrap())
            .starts_with("event.offline.error?process_id=p&")
    );
    held.settle(None);
    assert_eq!(held.done(None), Ok(None));
}

#[test]
fn a_reservation_refuses_messages_of_another() {
    let held = Reservation::new("p", None, vec![id("a")]);
    for refused in [held.done(Some(&[id("a"), id("b")])), held.fail(&[id("b")])] {
        let error = refused.unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert!(
            error.description().contains(&id("b"))
                && error
                    .description()
                    .contains("does not belong to this reservation"),
            "{error}"
        );
    }
}

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
