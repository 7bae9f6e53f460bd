//! `moveHandlers`: what it plans, and what a cut or a failure leaves behind.

use bx24_protocol::Error;
use bx24_protocol::handlers::apply::Applier;
use bx24_protocol::handlers::move_handlers::plan_move;
use bx24_protocol::handlers::plan::{Plan, SyncOptions};
use bx24_protocol::wire::command::Command;

use crate::cases::BROKEN;
use crate::registry::{ADMIN, Registry, Row};
use crate::runner::{Cut, counts, finish, healthy, run, url};

const FROM: &str = "https://old.example/app";
const TO: &str = "https://new.example/";

fn planned(from: &str, to: &str, registry: &Registry) -> Result<Plan, Error> {
    plan_move(from, to, &registry.snapshot(ADMIN), &SyncOptions::default())
}

/// The plan that takes `FROM` to `TO`.
fn moved(registry: &Registry) -> Plan {
    planned(FROM, TO, registry).unwrap()
}

fn begin(plan: Plan) -> Applier {
    Applier::new(plan, ADMIN, &SyncOptions::default()).unwrap()
}

fn urls(registry: &Registry) -> Vec<&str> {
    registry.rows.iter().map(|row| row.url.as_str()).collect()
}

fn old_rows() -> Registry {
    Registry::new(&[
        Row::online("ONCRMLEADADD", "https://old.example/app/lead?x=1", 0, ""),
        Row::online("ONCRMDEALADD", "https://old.example/app", 15, ""),
        Row::online("ONCRMDEALADD", "https://old.example/apple", 0, ""),
        Row::offline("ONCRMDEALADD", ""),
    ])
}

/// Where the handlers of `old_rows` are after a whole move.
const ALL_MOVED: [&str; 4] = [
    "https://old.example/apple",
    "",
    "https://new.example/lead?x=1",
    "https://new.example",
];

#[test]
fn a_move_binds_first_and_removes_each_after_its_own() {
    let mut registry = old_rows();
    let plan = moved(&registry);
    assert_eq!(
        plan.unbind.first().unwrap().reason,
        "has moved to `https://new.example/lead?x=1`"
    );
    let mut sync = begin(plan);
    let mut failing = |command: &Command| (url(command) == "https://new.example").then_some(BROKEN);
    run(&mut sync, &mut registry, ADMIN, Cut::Never, &mut failing);
    assert_eq!(counts(&sync.finish()), [1, 0, 1, 1, 1]);
    assert_eq!(
        urls(&registry),
        [
            "https://old.example/app",
            "https://old.example/apple",
            "",
            "https://new.example/lead?x=1"
        ]
    );

    finish(begin(moved(&registry)), &mut registry);
    assert_eq!(urls(&registry), ALL_MOVED);
    assert_eq!(registry.rows.last().unwrap().user, 15);
    assert_eq!(moved(&registry), Plan::default());
}

#[test]
fn a_move_cut_anywhere_is_finished_by_the_next() {
    for cut in [Cut::Before(0), Cut::After(0), Cut::Before(1), Cut::After(1)] {
        let mut registry = old_rows();
        for cut in [cut, Cut::Never] {
            let mut sync = begin(moved(&registry));
            run(&mut sync, &mut registry, ADMIN, cut, &mut healthy);
        }
        assert_eq!(urls(&registry), ALL_MOVED, "{cut:?}");
    }
}

#[test]
fn a_handler_that_cannot_move_stays() {
    let registry = Registry {
        events: vec!["ONCRMDEALADD".into()],
        ..old_rows()
    };
    let plan = moved(&registry);
    assert_eq!(
        (plan.bind.len(), plan.unbind.len(), plan.refused.len()),
        (1, 1, 1)
    );
}

#[test]
fn moves_into_and_out_of_a_folder_repeat_safely() {
    for (from, to) in [
        ("https://a.b", "https://a.b/v2/"),
        ("https://a.b/v2", "https://a.b"),
    ] {
        let mut registry =
            Registry::new(&[Row::online("ONCRMLEADADD", &[from, "/h"].concat(), 0, "")]);
        for left in [1, 0] {
            let plan = planned(from, to, &registry).unwrap();
            assert_eq!(plan.bind.len(), left, "{from}");
            finish(begin(plan), &mut registry);
        }
        assert_eq!(urls(&registry), [[to.trim_end_matches('/'), "/h"].concat()]);
    }
}

#[test]
fn base_urls_of_a_move_are_checked() {
    let rows = [
        ("", TO, "`fromBaseUrl`: `"),
        (FROM, "new.example", "`toBaseUrl`: `"),
        (
            FROM,
            "https://old.example/app/",
            "`https://old.example/app` is both",
        ),
    ];
    for (from, to, text) in rows {
        let error = planned(from, to, &old_rows()).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert!(error.description().starts_with(text), "{error}");
    }
}
