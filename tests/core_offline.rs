//! The offline queue: requests without traps, reservations, the walk through the queue.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

use bx24_callbind::core::batches::{Batches, OfflineEvent, Pull};
use bx24_callbind::core::command::Command;
use bx24_callbind::core::encode::pairs;
use bx24_callbind::core::offline::{Get, List, clear, error};
use bx24_callbind::core::reservation::Reservation;
use bx24_callbind::core::value::Value;

fn id(letter: &str) -> String {
    letter.repeat(32)
}

fn body(command: &Command) -> String {
    pairs(&command.params)
        .replace("%3E", ">")
        .replace("%40", "@")
}

fn sent(command: Option<Command>) -> String {
    command.map_or_else(String::new, |command| {
        [command.method, "?", &body(&command)].concat()
    })
}

#[test]
fn get_reserves_unless_told_to_clear() {
    assert_eq!(body(&Get::default().command().unwrap()), "clear=0");
    let get = Get {
        filter: Some(Value::Map(vec![(
            "EVENT_NAME".into(),
            "ONCRMLEADADD".into(),
        )])),
        order: Some(Value::Map(vec![("ID".into(), "DESC".into())])),
        limit: Some(10),
        clear: true,
        error: true,
        ..Get::default()
    };
    let command = get.command().unwrap();
    assert_eq!(command.method, "event.offline.get");
    assert_eq!(
        body(&command),
        "limit=10&clear=1&error=1&filter[EVENT_NAME]=ONCRMLEADADD&order[ID]=DESC"
    );
    let again = Get {
        process_id: Some("p".into()),
        ..Get::default()
    };
    assert_eq!(body(&again.command().unwrap()), "process_id=p&clear=0");
}

#[test]
fn get_refuses_what_would_lose_events() {
    let rows = [
        (
            Get {
                limit: Some(0),
                ..Get::default()
            },
            "`0` is no `limit`: give at least 1",
        ),
        (
            Get {
                process_id: Some(String::new()),
                ..Get::default()
            },
            "the process id is empty",
        ),
        (
            Get {
                process_id: Some("p".into()),
                clear: true,
                ..Get::default()
            },
            "`clear` with a process id",
        ),
    ];
    for (get, text) in rows {
        let error = get.command().unwrap_err();
        assert_eq!(error.code, "INVALID_ARGUMENT");
        assert!(error.description.starts_with(text), "{error}");
    }
}

#[test]
fn list_reads_pages_and_members() {
    let list = List {
        start: Some(50),
        ..List::default()
    };
    assert_eq!(sent(Some(list.command())), "event.offline.list?start=50");
    let members = List::members("p", &[id("a"), id("b")]).command();
    let ids = [
        "filter[@MESSAGE_ID][0]=",
        &id("a"),
        "&filter[@MESSAGE_ID][1]=",
        &id("b"),
    ]
    .concat();
    assert_eq!(body(&members), ["filter[PROCESS_ID]=p&", &ids].concat());
}

#[test]
fn clear_and_error_send_nothing_for_an_empty_list() {
    assert_eq!(clear("p", Some(&[])), Ok(None));
    assert_eq!(error("p", &[]), Ok(None));
    assert_eq!(
        sent(clear("p", None).unwrap()),
        "event.offline.clear?process_id=p"
    );
    assert_eq!(
        sent(clear("p", Some(&[id("a")])).unwrap()),
        ["event.offline.clear?process_id=p&message_id[0]=", &id("a")].concat()
    );
    assert_eq!(
        sent(error("p", &[id("a")]).unwrap()),
        ["event.offline.error?process_id=p&message_id[0]=", &id("a")].concat()
    );
}

#[test]
fn clear_and_error_refuse_what_reaches_too_far() {
    for refused in [
        clear("", None),
        clear("", Some(&[id("a")])),
        error("", &[id("a")]),
        clear("p", Some(&["a".into()])),
        error("p", &["1".into()]),
    ] {
        assert_eq!(refused.unwrap_err().code, "INVALID_ARGUMENT");
    }
}

#[test]
fn a_reservation_settles_each_message_once() {
    let (a, b, c) = (id("a"), id("b"), id("c"));
    let mut held = Reservation::new("p", vec![a.clone(), b.clone(), c.clone()]);
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
    assert!(error.description.contains("is settled already"), "{error}");

    assert!(
        sent(held.fail(std::slice::from_ref(&b)).unwrap())
            .starts_with("event.offline.error?process_id=p&")
    );
    held.settle(None);
    assert_eq!(held.done(None), Ok(None));
}

#[test]
fn a_reservation_refuses_messages_of_another() {
    let held = Reservation::new("p", vec![id("a")]);
    for refused in [held.done(Some(&[id("a"), id("b")])), held.fail(&[id("b")])] {
        let error = refused.unwrap_err();
        assert_eq!(error.code, "INVALID_ARGUMENT");
        assert!(
            error.description.contains(&id("b"))
                && error
                    .description
                    .contains("does not belong to this reservation"),
            "{error}"
        );
    }
}

fn events(ids: std::ops::Range<u32>) -> Vec<OfflineEvent> {
    ids.map(|number| OfflineEvent {
        id: number.to_string(),
        message_id: format!("{number:032}"),
    })
    .collect()
}

fn pulled(batches: &mut Batches) -> String {
    match batches.pull() {
        Pull::Get(command) => body(&command),
        Pull::Wait(ms) => format!("wait {ms}"),
        Pull::End => "end".into(),
    }
}

#[test]
fn the_queue_is_pulled_until_it_is_empty() {
    let mut batches = Batches::new(Vec::new(), 2, None).unwrap();
    for process in ["p", "q"] {
        assert_eq!(pulled(&mut batches), "limit=2&clear=0");
        assert_eq!(
            batches.received(process, &events(1..3)).unwrap().process_id,
            process
        );
    }
    assert_eq!(pulled(&mut batches), "limit=2&clear=0");
    assert_eq!(batches.received("r", &[]), None);
    assert_eq!(pulled(&mut batches), "end");
}

#[test]
fn an_empty_queue_is_polled_as_asked() {
    let mut batches = Batches::new(Vec::new(), 2, Some(1000.0)).unwrap();
    for _ in 0..2 {
        assert_eq!(pulled(&mut batches), "limit=2&clear=0");
        assert_eq!(batches.received("p", &[]), None);
        assert_eq!(pulled(&mut batches), "wait 1000");
    }
}

/// A reservation larger than a batch is read on by `ID`: `limit` alone would show its first
/// events again and again.
#[test]
fn reservations_left_over_come_first_and_whole() {
    let mut batches = Batches::new(vec!["p".into(), "gone".into(), "q".into()], 2, None).unwrap();
    assert_eq!(
        pulled(&mut batches),
        "limit=2&process_id=p&clear=0&order[ID]=ASC"
    );
    assert!(batches.received("p", &events(1..3)).is_some());
    assert_eq!(
        pulled(&mut batches),
        "limit=2&process_id=p&clear=0&filter[>ID]=2&order[ID]=ASC"
    );
    assert!(batches.received("p", &events(3..4)).is_some());
    assert_eq!(
        pulled(&mut batches),
        "limit=2&process_id=gone&clear=0&order[ID]=ASC"
    );
    assert_eq!(batches.received("gone", &[]), None);
    assert_eq!(
        pulled(&mut batches),
        "limit=2&process_id=q&clear=0&order[ID]=ASC"
    );
    assert!(batches.received("q", &events(7..9)).is_some());
    assert_eq!(
        pulled(&mut batches),
        "limit=2&process_id=q&clear=0&filter[>ID]=8&order[ID]=ASC"
    );
    assert_eq!(batches.received("q", &[]), None);
    assert_eq!(pulled(&mut batches), "limit=2&clear=0");
}

#[test]
fn a_portal_that_ignores_the_filter_does_not_trap_the_walk() {
    let mut batches = Batches::new(vec!["p".into()], 2, None).unwrap();
    pulled(&mut batches);
    assert!(batches.received("p", &events(1..3)).is_some());
    pulled(&mut batches);
    assert_eq!(batches.received("p", &events(1..3)), None);
    assert_eq!(pulled(&mut batches), "limit=2&clear=0");
}

#[test]
fn a_walk_is_checked_before_it_begins() {
    for refused in [
        Batches::new(Vec::new(), 0, None),
        Batches::new(vec![String::new()], 50, None),
    ] {
        assert_eq!(refused.err().unwrap().code, "INVALID_ARGUMENT");
    }
}
