//! Batches: how many, in which order, and for whom.

use bx24_protocol::handlers::apply::Applier;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::plan;

use crate::cases::{self, handler, numbered, prune};
use crate::registry::{PLAIN, Registry, Row, params, text};
use crate::runner::{Cut, apply, counts, healthy, methods, run, sizes};

#[test]
fn two_hundred_handlers_take_four_batches_then_none() {
    let mut registry = Registry::new(&[]);
    let (sent, report) = apply(&numbered(200), &mut registry, &mut healthy);
    assert_eq!(sizes(&sent), [50; 4]);
    assert_eq!(counts(&report), [200, 0, 0, 0, 0]);
    let (sent, report) = apply(&numbered(200), &mut registry, &mut healthy);
    assert_eq!(sent.len(), 0);
    assert_eq!(counts(&report), [0, 0, 0, 200, 0]);
    let mut wanted = numbered(200);
    wanted.last_mut().unwrap().handler = Some("https://x.y/new".into());
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(methods(&sent), [["event.bind"], ["event.unbind"]]);
    assert_eq!(counts(&report), [1, 0, 1, 199, 0]);
}

/// `auth_connector` counts on the outer call only (contract §5).
#[test]
fn each_connector_has_batches_of_its_own() {
    let offline = |connector: &str| cases::offline("ONCRMLEADADD", connector);
    let online = Handler {
        auth_connector: Some("one".into()),
        ..handler("https://x.y/0")
    };
    let wanted = [offline("one"), offline(""), offline("two"), online];
    let mut registry = Registry::new(&[Row::offline("ONCRMDEALADD", "old")]);
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    let plan: Vec<_> = sent
        .iter()
        .map(|batch| (batch.connector.as_deref(), batch.commands.len()))
        .collect();
    assert_eq!(
        plan,
        [
            (Some("one"), 2),
            (None, 1),
            (Some("two"), 1),
            (Some("old"), 1)
        ]
    );
    assert_eq!(counts(&report), [4, 0, 1, 0, 0]);
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(sent.len(), 1, "only the online one cannot be seen");
    assert_eq!(counts(&report), [0, 1, 0, 3, 0]);
}

#[test]
fn an_administrators_unbind_names_the_user() {
    let mut registry = Registry::new(&[
        Row::online("ONCRMLEADADD", "https://x.y/0", 0, ""),
        Row::online("ONCRMLEADADD", "https://x.y/0", 15, ""),
    ]);
    let wanted = [Handler {
        auth_type: Some(15),
        ..handler("https://x.y/0")
    }];
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(methods(&sent), [["event.unbind"]]);
    assert_eq!(text(&params(&sent[0].commands[0]), "auth_type"), Some("0"));
    assert_eq!(counts(&report), [0, 0, 1, 1, 0]);
    assert_eq!(
        registry.rows,
        [Row::online("ONCRMLEADADD", "https://x.y/0", 15, "")]
    );
}

#[test]
fn a_user_removes_own_handlers_without_naming_anybody() {
    let mut registry = Registry::new(&[
        Row::online("ONCRMLEADADD", "https://x.y/0", 15, ""),
        Row::online("ONCRMLEADADD", "https://x.y/0", 0, ""),
    ]);
    let plan = plan(&[], &registry.snapshot(PLAIN), &prune());
    let mut sync = Applier::new(plan, PLAIN, &prune()).unwrap();
    let sent = run(&mut sync, &mut registry, PLAIN, Cut::Never, &mut healthy);
    assert_eq!(methods(&sent), [["event.unbind"]]);
    assert_eq!(text(&params(&sent[0].commands[0]), "auth_type"), None);
    assert_eq!(counts(&sync.finish()), [0, 0, 1, 0, 0]);
    assert_eq!(
        registry.rows,
        [Row::online("ONCRMLEADADD", "https://x.y/0", 0, "")]
    );
}
