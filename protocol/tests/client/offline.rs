//! The methods of `offline`: get, list, clear, error.

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::{Params, Value as Param};
use serde_json::{Value, json};

use crate::script::{Asked, Script, answer, refused, result};

pub fn id(n: usize) -> String {
    format!("{n:032}")
}

pub fn ids(count: usize) -> Vec<String> {
    (0..count).map(id).collect()
}

/// Rows of the queue with these numbers.
pub fn events(numbers: impl IntoIterator<Item = usize>) -> Value {
    let numbers = numbers.into_iter();
    let rows = numbers.map(|n| json!({ "ID": n.to_string(), "MESSAGE_ID": id(n) }));
    rows.collect()
}

fn option(name: &str, value: &str) -> Params {
    vec![(name.to_owned(), value.into())]
}

#[test]
fn get_gives_the_portals_result_and_is_never_repeated() {
    let reserved = json!({ "process_id": "p", "events": events([1]) });
    let script = Script::new([result(reserved.clone())]);
    let got = script.run(script.client().offline_get(option("limit", "5")));
    assert_eq!(got, Ok(reserved));
    let command = Command::new("event.offline.get")
        .with("limit", "5")
        .with("clear", "0")
        .with("error", "0");
    assert_eq!(script.asked(), [Asked::Call(command, Idempotency::Once)]);
}

#[test]
fn wrong_options_send_nothing() {
    let script = Script::new([]);
    let client = script.client();
    let rows = [
        script.run(client.offline_get(option("limit", "0"))).err(),
        script.run(client.offline_get(option("cler", "true"))).err(),
        script.run(client.offline_list(option("page", "1"))).err(),
        script.run(client.offline_clear("", None, None)).err(),
        script
            .run(client.offline_clear("p", Some(&["short".into()]), None))
            .err(),
        script.run(client.offline_error("", &ids(1), None)).err(),
        script
            .run(client.offline_error("p", &["short".into()], None))
            .err(),
    ];
    let codes = rows.map(|error| error.unwrap().code().to_owned());
    assert_eq!(codes, ["INVALID_ARGUMENT"; 7]);
    assert_eq!(script.asked(), []);
}

#[test]
fn a_get_without_events_is_no_answer() {
    for odd in [
        json!({}),
        json!([]),
        json!("x"),
        json!(null),
        json!({ "process_id": "p", "events": "x" }),
    ] {
        // events may have been reserved, but nothing is
        let script = Script::new([result(odd.clone()), result(json!([]))]);
        let error = script
            .run(script.client().offline_get(Params::new()))
            .unwrap_err();
        assert_eq!(
            (error.code(), error.status(), error.method()),
            ("BAD_ANSWER", 200, "event.offline.get"),
            "{odd}"
        );
    }
}

#[test]
fn a_list_has_its_page() {
    let page = json!({ "result": events([1, 2]), "total": 70, "next": 50 });
    let last = json!({ "result": [] });
    let script = Script::new([answer(200, page), answer(200, last)]);
    let client = script.client();
    let both = async {
        let first = client.offline_list(option("start", "0")).await.unwrap();
        (first, client.offline_list(Params::new()).await.unwrap())
    };
    let (first, last) = script.run(both);
    assert_eq!(first.events, events([1, 2]));
    assert_eq!((first.total, first.next), (Some(70.0), Some(50.0)));
    assert_eq!(
        (last.events, last.total, last.next),
        (json!([]), None, None)
    );
    assert_eq!(
        script.lines(),
        ["event.offline.list?start=0", "event.offline.list"]
    );
}

#[test]
fn a_list_that_is_none_is_no_answer() {
    for odd in [json!({}), json!("x"), json!(null)] {
        let script = Script::new([result(odd.clone())]);
        let page = script.run(script.client().offline_list(Params::new()));
        assert_eq!(page.err().unwrap().code(), "BAD_ANSWER", "{odd}");
    }
}

#[test]
fn clear_names_messages_or_takes_the_whole_reservation() {
    let script = Script::new([result(json!(true)), result(json!(true))]);
    let client = script.client();
    let three = async {
        client.offline_clear("p", None, Some("one")).await.unwrap();
        client
            .offline_clear("p", Some(&ids(1)), None)
            .await
            .unwrap();
        // the portal could take an empty list for all
        client.offline_clear("p", Some(&[]), None).await.unwrap();
    };
    script.run(three);
    let named = Command::new("event.offline.clear")
        .with("process_id", "p")
        .with("message_id", Param::texts(&ids(1)));
    let whole = Command::new("event.offline.clear")
        .with("process_id", "p")
        .with("auth_connector", "one");
    assert_eq!(
        script.asked(),
        [
            Asked::Call(whole, Idempotency::Safe),
            Asked::Call(named, Idempotency::Safe)
        ]
    );
}

/// Marks messages as failed; `held` are those that the portal lists, request by request.
fn mark(count: usize, held: &[std::ops::Range<usize>]) -> (Result<(), Error>, Vec<Asked>) {
    let lists = held.iter().map(|range| result(events(range.clone())));
    let script = Script::new(lists);
    let is_complete = held.iter().map(ExactSizeIterator::len).sum::<usize>() == count;
    script.then(is_complete.then(|| result(json!(true))));
    let marked = script.run(script.client().offline_error("p", &ids(count), Some("one")));
    (marked, script.asked())
}

fn listed(asked: &Asked) -> usize {
    let Asked::Call(command, Idempotency::Safe) = asked else {
        panic!("{asked:?}");
    };
    assert_eq!(command.method, "event.offline.list");
    command.body().matches("MESSAGE_ID").count()
}

#[test]
fn messages_are_looked_up_fifty_at_a_time_before_they_are_marked() {
    let (marked, asked) = mark(120, &[0..50, 50..100, 100..120]);
    assert_eq!(marked, Ok(()));
    let [lists @ .., Asked::Call(mark, Idempotency::Once)] = &*asked else {
        panic!("{asked:?}");
    };
    assert_eq!(lists.iter().map(listed).collect::<Vec<_>>(), [50, 50, 20]);
    let expected = Command::new("event.offline.error")
        .with("process_id", "p")
        .with("auth_connector", "one")
        .with("message_id", Param::texts(&ids(120)));
    assert_eq!(mark, &expected);
}

#[test]
fn one_message_of_another_reservation_stops_all() {
    let (marked, asked) = mark(120, &[0..50, 50..99]);
    let error = marked.unwrap_err();
    assert_eq!(error.code(), "INVALID_ARGUMENT");
    assert!(error.description().contains(&id(99)), "{error}");
    assert_eq!(asked.iter().map(listed).collect::<Vec<_>>(), [50, 50]);
}

#[test]
fn no_messages_send_nothing() {
    let script = Script::new([]);
    assert_eq!(
        script.run(script.client().offline_error("p", &[], None)),
        Ok(())
    );
    assert_eq!(script.asked(), []);
}

#[test]
fn errors_of_the_queue_are_the_portals() {
    let script = Script::new([refused(403, "WRONG_LICENSE", "no queue")]);
    let error = script
        .run(script.client().offline_clear("p", None, None))
        .unwrap_err();
    assert_eq!(
        (error.code(), error.method()),
        ("WRONG_LICENSE", "event.offline.clear")
    );
}
