//! `rebind`: unbind and bind of one handler, side by side.

use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::wire::params::Value;

use crate::cases::{BROKEN, BUSY, handler, numbered, online, rebound};
use crate::registry::{Registry, Row};
use crate::runner::{apply, counts, healthy, methods, sizes};

#[test]
fn rebind_unbinds_and_binds_side_by_side() {
    let mut registry = Registry::new(&[
        Row::online("ONOFFLINEEVENT", "https://x.y/0", 0, ""),
        Row::online("ONOFFLINEEVENT", "https://x.y/0", 15, ""),
    ]);
    let wanted = [
        Handler {
            options: Some(Value::Text("new".into())),
            rebind: true,
            ..online("ONOFFLINEEVENT", "https://x.y/0")
        },
        Handler {
            auth_type: Some(15),
            ..online("ONOFFLINEEVENT", "https://x.y/0")
        },
        handler("https://x.y/1"),
    ];
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(
        methods(&sent),
        [vec!["event.bind"], vec!["event.unbind", "event.bind"]]
    );
    assert_eq!(counts(&report), [2, 0, 0, 1, 0]);
    assert_eq!(
        registry.rows.last().unwrap().options.as_deref(),
        Some("new")
    );
    assert_eq!(registry.rows.len(), 3);
}

#[test]
fn a_rebind_whose_unbind_failed_is_no_success() {
    let mut registry = Registry::new(&[Row::online("ONCRMLEADADD", "https://x.y/0", 0, "")]);
    let wanted = [Handler {
        rebind: true,
        ..handler("https://x.y/0")
    }];
    let (_, report) = apply(&wanted, &mut registry, &mut |command| {
        (command.method == "event.unbind").then_some(BROKEN)
    });
    assert_eq!(counts(&report), [0, 0, 0, 0, 1]);
    assert_eq!(
        report.failed.first().unwrap().error.description(),
        BROKEN.text
    );
}

/// Twenty-five pairs of unbind and bind fill a batch.
#[test]
fn pairs_are_never_torn_apart() {
    let mut registry = Registry::new(&[]);
    apply(&numbered(60), &mut registry, &mut healthy);
    let (sent, report) = apply(&rebound(60), &mut registry, &mut healthy);
    assert_eq!(sizes(&sent), [50, 50, 20]);
    assert_eq!(counts(&report), [60, 0, 0, 0, 0]);
    assert_eq!(registry.rows.len(), 60);
}

/// After a first try some pairs have only their bind left: the rest may not fit evenly.
#[test]
fn odd_numbers_of_commands_fit_too() {
    let mut registry = Registry::new(&[]);
    apply(&numbered(60), &mut registry, &mut healthy);
    let mut calls = 0;
    let (sent, report) = apply(&rebound(60), &mut registry, &mut |_| {
        calls += 1;
        (1..120).contains(&(calls - 1)).then_some(BUSY)
    });
    assert_eq!(sizes(&sent), [50, 50, 20, 49, 50, 20]);
    assert_eq!(counts(&report), [60, 0, 0, 0, 0]);
}

/// An unbind removes the handlers of all connectors at that URL: they come back.
#[test]
fn a_rebind_restores_its_neighbours() {
    let mut registry = Registry::new(&[]);
    let connected = |connector: &str, rebind| Handler {
        auth_connector: Some(connector.into()),
        rebind,
        ..handler("https://x.y/0")
    };
    let wanted = [
        connected("one", false),
        connected("two", true),
        connected("three", true),
        connected("", false),
    ];
    apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(registry.rows.len(), 4);
    let (_, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(registry.rows.len(), 4);
    assert_eq!(counts(&report), [4, 0, 0, 0, 0]);
}
