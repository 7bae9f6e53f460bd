//! The library's encoder against the portal's own parser: the two share no code, so a mistake in
//! one cannot hide in the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a test fails by panicking

use std::collections::BTreeMap;

use axum::extract::Request;
use bx24_portal::php::body::read;
use bx24_portal::php::brackets::{Tree, parse};
use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::credential::Credential;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::{Action, Call, Scheduler};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::wire::encode::encode_params;
use bx24_protocol::wire::params::{Params, Value};
use proptest::prelude::*;
use serde_json::Value as Json;

/// Names that PHP leaves as they are: it changes dots, spaces and brackets.
const NAME: &str = "[a-zA-Z_é&=%+#?][a-zA-Z0-9_é&=%+#?-]{0,6}";
/// Names inside brackets, which may hold more.
const INNER: &str = "[a-zA-Z0-9_.é&=%+#?-]{1,4}";

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => any::<String>().prop_map(Value::Text),
        2 => "[&+%#=;\\[\\] \\r\\n\\x00]{0,8}".prop_map(Value::Text),
        1 => any::<i64>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::btree_map(INNER, inner, 0..6)
                .prop_map(|map| Value::Map(ordered(map))),
        ]
    })
}

fn params() -> impl Strategy<Value = Params> {
    prop::collection::btree_map(NAME, value(), 0..8).prop_map(|mut map| {
        map.remove("method"); // the portal drops it (contract §1.2)
        ordered(map)
    })
}

fn ordered(map: BTreeMap<String, Value>) -> Params {
    map.into_iter().collect()
}

/// What has to arrive: texts as they are, null and empty maps not at all, an empty list as an
/// empty text, and what PHP shows as a list where the keys are 0, 1, 2 ….
fn arrives(value: &Value) -> Option<Json> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(Json::String(text.clone())),
        Value::List(items) if items.is_empty() => Some(Json::String(String::new())),
        Value::List(items) => {
            let entries = items.iter().enumerate();
            shown(entries.map(|(index, item)| (index.to_string(), item)))
        }
        Value::Map(entries) => shown(entries.iter().map(|(key, item)| (key.clone(), item))),
    }
}

fn shown<'a>(entries: impl Iterator<Item = (String, &'a Value)>) -> Option<Json> {
    let there: Vec<(String, Json)> = entries
        .filter_map(|(key, item)| Some((key, arrives(item)?)))
        .collect();
    let counted = there
        .iter()
        .enumerate()
        .all(|(index, (key, _))| *key == index.to_string());
    match there.len() {
        0 => None,
        _ if counted => Some(there.into_iter().map(|(_, item)| item).collect()),
        _ => Some(Json::Object(there.into_iter().collect())),
    }
}

fn expected(params: &Params) -> Json {
    let there = params
        .iter()
        .filter_map(|(key, item)| Some((key.clone(), arrives(item)?)));
    Json::Object(there.collect())
}

/// Reads a body as the portal reads one that a browser sent without a Content-Type of its own.
fn receive(body: String) -> Tree {
    let request = Request::post("/rest/event.bind.json")
        .header("content-type", "text/plain;charset=UTF-8")
        .body(body.into())
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(read(request)).unwrap()
}

fn at(ms: f64) -> Now {
    Now {
        monotonic: ms,
        wall: ms,
    }
}

/// The body of the one batch that holds all these calls.
fn batch(bodies: &[String]) -> String {
    let settings = Settings {
        burst: Some(1.0),
        ..Settings::default()
    };
    let mut scheduler = Scheduler::<(), ()>::new(&settings);
    let credential = scheduler.add(Credential::webhook(
        "https://portal.example/rest/1/secret".into(),
    ));
    let call = |body: &str| Call {
        owner: 0,
        credential,
        method: "event.bind".into(),
        body: body.into(),
        order: String::new(),
        idempotency: Idempotency::Bind,
        connector: None,
        timeout: 60_000.0,
        attempt_timeout: 30_000.0,
        retries: 0,
    };
    scheduler.submit(call("fills=the+bucket"), (), at(0.0));
    while scheduler.next(at(0.0)).is_some() {}
    for body in bodies {
        scheduler.submit(call(body), (), at(0.0));
    }
    while scheduler.next(at(0.0)).is_some() {}
    match scheduler.next(at(500.0)) {
        Some(Action::Send { body, items, .. }) if items == bodies.len() => body,
        other => unreachable!("no batch of {} calls: {other:?}", bodies.len()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_arrives_as_it_was_given(params in params()) {
        let tree = receive(encode_params(&params));
        prop_assert_eq!(Json::Object(tree), expected(&params));
    }

    #[test]
    fn any_tree_arrives_through_a_batch(all in prop::collection::vec(params(), 2..5)) {
        let bodies: Vec<String> = all.iter().map(|params| encode_params(params)).collect();
        let tree = receive(batch(&bodies));
        let commands = tree["cmd"].as_array().expect("a list of commands");
        prop_assert_eq!((tree["halt"].as_str(), commands.len()), (Some("0"), all.len()));
        for (command, params) in commands.iter().zip(&all) {
            let (method, query) = command.as_str().and_then(|text| text.split_once('?')).unwrap();
            prop_assert_eq!(method, "event.bind");
            prop_assert!(!query.contains('#'), "what follows would be cut off");
            prop_assert_eq!(Json::Object(parse(query.as_bytes())), expected(params));
        }
    }

    #[test]
    fn the_parser_takes_anything(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in parse(&bytes).keys() {
            prop_assert!(!name.is_empty());
        }
    }
}
