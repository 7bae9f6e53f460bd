//! Applier and move: batches, their order, what failures leave behind, the report.

use bx24_protocol::Error;
use bx24_protocol::handlers::apply::{Applier, Batch};
use bx24_protocol::handlers::handler::{EventType, Handler, User};
use bx24_protocol::handlers::move_handlers::plan_move;
use bx24_protocol::handlers::plan::{Plan, Prune, SyncOptions, plan};
use bx24_protocol::handlers::report::SyncReport;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Value;

use crate::registry::{ADMIN, PLAIN, Registry, Row, params, portal, text};
use crate::runner::{Cut, Fault, healthy, run};

const BUSY: Fault =
    fault("Unable to set event handler: Process of binding the handler has already started");
const BROKEN: Fault = fault("something that no repeat helps");

const fn fault(text: &'static str) -> Fault {
    Fault {
        executed: false,
        code: "ERROR_CORE",
        text,
    }
}

fn prune() -> SyncOptions {
    SyncOptions {
        prune: Prune::All,
        ..SyncOptions::default()
    }
}

fn handler(url: &str) -> Handler {
    Handler {
        event: "ONCRMLEADADD".into(),
        handler: Some(url.into()),
        ..Handler::default()
    }
}

fn numbered(count: usize) -> Vec<Handler> {
    (0..count)
        .map(|n| handler(&["https://x.y/", &n.to_string()].concat()))
        .collect()
}

fn begin(wanted: &[Handler], registry: &Registry, options: &SyncOptions) -> Applier {
    Applier::new(
        plan(wanted, &registry.snapshot(ADMIN), options),
        ADMIN,
        options,
    )
    .unwrap()
}

/// Plans and carries out; gives the batches and the report.
fn apply(
    wanted: &[Handler],
    registry: &mut Registry,
    fault: &mut dyn FnMut(&Command) -> Option<Fault>,
) -> (Vec<Batch>, SyncReport) {
    let mut sync = begin(wanted, registry, &prune());
    let sent = run(&mut sync, registry, ADMIN, Cut::Never, fault);
    let (done, total) = sync.progress();
    assert_eq!(done, total);
    (sent, sync.finish())
}

fn counts(report: &SyncReport) -> [usize; 5] {
    let SyncReport {
        bound,
        already_bound,
        unbound,
        kept,
        failed,
    } = report;
    [
        bound.len(),
        already_bound.len(),
        unbound.len(),
        kept.len(),
        failed.len(),
    ]
}

fn methods(batch: &Batch) -> Vec<&str> {
    batch
        .commands
        .iter()
        .map(|command| &*command.method)
        .collect()
}

fn url(command: &Command) -> String {
    text(&params(command), "handler").unwrap_or_default().into()
}

#[test]
fn two_hundred_handlers_take_four_batches_then_none() {
    let mut registry = Registry::new(&[]);
    let (sent, report) = apply(&numbered(200), &mut registry, &mut healthy);
    assert_eq!(
        sent.iter()
            .map(|batch| batch.commands.len())
            .collect::<Vec<_>>(),
        [50; 4]
    );
    assert_eq!(counts(&report), [200, 0, 0, 0, 0]);
    let (sent, report) = apply(&numbered(200), &mut registry, &mut healthy);
    assert_eq!(sent.len(), 0);
    assert_eq!(counts(&report), [0, 0, 0, 200, 0]);
    let mut wanted = numbered(200);
    wanted.last_mut().unwrap().handler = Some("https://x.y/new".into());
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(
        sent.iter().map(methods).collect::<Vec<_>>(),
        [["event.bind"], ["event.unbind"]]
    );
    assert_eq!(counts(&report), [1, 0, 1, 199, 0]);
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
    let command = sent
        .first()
        .and_then(|batch| batch.commands.first())
        .unwrap();
    assert_eq!(text(&params(command), "auth_type"), Some("0"));
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
    run(&mut sync, &mut registry, PLAIN, Cut::Never, &mut healthy);
    assert_eq!(counts(&sync.finish()), [0, 0, 1, 0, 0]);
    assert_eq!(
        registry.rows,
        [Row::online("ONCRMLEADADD", "https://x.y/0", 0, "")]
    );
}

#[test]
fn nothing_is_sent_while_some_are_refused() {
    let registry = Registry::new(&[]);
    let wanted = [handler("https://x.y/0"), handler("https://localhost/h")];
    let refused = plan(&wanted, &registry.snapshot(ADMIN), &prune());
    let error = Applier::new(refused.clone(), ADMIN, &prune())
        .err()
        .unwrap();
    assert_eq!(error.code(), "INVALID_ARGUMENT");
    assert_eq!(
        error.description(),
        "nothing was sent, since the portal would refuse entry 1: the host `localhost` has no dot: give a public name or an IPv4 address; `partial: true` sends the others"
    );
    assert_eq!(*error.field_errors(), refused.errors);

    // a plan that JavaScript gives back tells places in its own list
    let read_back = Plan {
        errors: Vec::new(),
        ..refused.clone()
    };
    let error = Applier::new(read_back, ADMIN, &prune()).err().unwrap();
    let place = "nothing was sent, since the portal would refuse `refused[0]`: the host";
    assert!(error.description().starts_with(place), "{error}");
    let found = error.field_errors().first().unwrap();
    assert_eq!((found.list, &*found.field), (Some("refused"), "handler"));

    let partial = SyncOptions {
        partial: true,
        ..prune()
    };
    let mut sync = Applier::new(refused, ADMIN, &partial).unwrap();
    run(
        &mut sync,
        &mut Registry::new(&[]),
        ADMIN,
        Cut::Never,
        &mut healthy,
    );
    let report = sync.finish();
    assert_eq!(counts(&report), [1, 0, 0, 0, 1]);
    assert_eq!(
        report.failed.first().unwrap().error.code(),
        "INVALID_ARGUMENT"
    );
}

#[test]
fn after_a_failed_bind_nothing_is_removed() {
    let start = [
        Row::online("ONCRMDEALADD", "https://x.y/old", 0, ""),
        Row::online("ONCRMLEADADD", "https://x.y/anew", 0, ""),
    ];
    let mut registry = Registry::new(&start);
    let anew = Handler {
        rebind: true,
        ..handler("https://x.y/anew")
    };
    let wanted = [handler("https://x.y/0"), anew, handler("https://x.y/1")];
    let (_, report) = apply(&wanted, &mut registry, &mut |command| {
        (url(command) == "https://x.y/0").then_some(BROKEN)
    });
    assert_eq!(counts(&report), [1, 0, 0, 1, 2]);
    let codes: Vec<&str> = report
        .failed
        .iter()
        .map(|failure| failure.error.code())
        .collect();
    assert_eq!(codes, ["ERROR_CORE", "ABORTED"]);
    for row in start {
        assert!(registry.rows.contains(&row), "{row:?} is gone");
    }
}

#[test]
fn a_bind_that_has_already_started_is_waited_out() {
    let mut registry = Registry::new(&[]);
    let mut busy = 3;
    let (sent, report) = apply(&numbered(2), &mut registry, &mut |command| {
        (url(command) == "https://x.y/0" && busy > 0).then(|| {
            busy -= 1;
            BUSY
        })
    });
    assert_eq!(
        sent.iter()
            .map(|batch| batch.commands.len())
            .collect::<Vec<_>>(),
        [2, 1, 1, 1]
    );
    assert_eq!(
        sent.iter().map(|batch| batch.wait).collect::<Vec<_>>(),
        [0.0, 500.0, 1000.0, 2000.0]
    );
    assert_eq!(counts(&report), [2, 0, 0, 0, 0]);
}

#[test]
fn a_bind_that_never_ends_is_reported() {
    let mut registry = Registry::new(&[]);
    let (sent, report) = apply(&numbered(1), &mut registry, &mut |_| Some(BUSY));
    assert_eq!(sent.len(), 6);
    assert!(
        report
            .failed
            .first()
            .unwrap()
            .error
            .description()
            .contains("already started")
    );
}

#[test]
fn a_duplicate_counts_as_bound() {
    let mut registry = Registry::new(&[]);
    let mut sync = begin(&numbered(1), &registry, &prune());
    registry
        .rows
        .push(Row::online("ONCRMLEADADD", "https://x.y/0", 0, ""));
    run(&mut sync, &mut registry, ADMIN, Cut::Never, &mut healthy);
    assert_eq!(counts(&sync.finish()), [0, 1, 0, 0, 0]);
}

#[test]
fn rebind_unbinds_and_binds_side_by_side() {
    let mut registry = Registry::new(&[
        Row::online("ONOFFLINEEVENT", "https://x.y/0", 0, ""),
        Row::online("ONOFFLINEEVENT", "https://x.y/0", 15, ""),
    ]);
    let wanted = [
        Handler {
            event: "ONOFFLINEEVENT".into(),
            options: Some(Value::Text("new".into())),
            rebind: true,
            ..handler("https://x.y/0")
        },
        Handler {
            event: "ONOFFLINEEVENT".into(),
            auth_type: Some(15),
            ..handler("https://x.y/0")
        },
        handler("https://x.y/1"),
    ];
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(
        sent.iter().map(methods).collect::<Vec<_>>(),
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
    let wanted: Vec<Handler> = numbered(60)
        .into_iter()
        .map(|one| Handler {
            rebind: true,
            ..one
        })
        .collect();
    let (sent, report) = apply(&wanted, &mut registry, &mut healthy);
    assert_eq!(
        sent.iter()
            .map(|batch| batch.commands.len())
            .collect::<Vec<_>>(),
        [50, 50, 20]
    );
    assert_eq!(counts(&report), [60, 0, 0, 0, 0]);
    assert_eq!(registry.rows.len(), 60);
}

/// After a first try some pairs have only their bind left: the rest may not fit evenly.
#[test]
fn odd_numbers_of_commands_fit_too() {
    let mut registry = Registry::new(&[]);
    apply(&numbered(60), &mut registry, &mut healthy);
    let wanted: Vec<Handler> = numbered(60)
        .into_iter()
        .map(|one| Handler {
            rebind: true,
            ..one
        })
        .collect();
    let mut calls = 0;
    let (sent, report) = apply(&wanted, &mut registry, &mut |_| {
        calls += 1;
        (1..120).contains(&(calls - 1)).then_some(BUSY)
    });
    let sizes: Vec<_> = sent.iter().map(|batch| batch.commands.len()).collect();
    assert_eq!(sizes, [50, 50, 20, 49, 50, 20]);
    assert_eq!(counts(&report), [60, 0, 0, 0, 0]);
}

/// `auth_connector` counts on the outer call only (contract §5).
#[test]
fn each_connector_has_batches_of_its_own() {
    let offline = |connector: &str| Handler {
        event: "ONCRMLEADADD".into(),
        event_type: EventType::Offline,
        auth_connector: Some(connector.into()),
        ..Handler::default()
    };
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

#[test]
fn a_batch_that_failed_as_a_whole_ends_it() {
    let mut registry = Registry::new(&[Row::online("ONCRMLEADADD", "https://x.y/old", 0, "")]);
    let mut sync = begin(&numbered(60), &registry, &prune());
    sync.next_batch().unwrap();
    sync.failed(&Error::new("NETWORK", "no answer"));
    assert_eq!(sync.next_batch(), None);
    assert_eq!(sync.progress(), (61, 61));
    let report = sync.finish();
    assert_eq!(counts(&report), [0, 0, 0, 1, 60]);
    assert!(
        report
            .failed
            .iter()
            .all(|failure| failure.error.code() == "NETWORK")
    );
    let again: Vec<Handler> = report
        .failed
        .into_iter()
        .map(|failure| failure.handler)
        .collect();
    let (_, report) = apply(&again, &mut registry, &mut healthy);
    assert_eq!(counts(&report), [60, 0, 1, 0, 0]);
}

#[test]
fn a_connector_without_licence_fails_alone() {
    let mut registry = Registry::new(&[]);
    let wanted = [
        Handler {
            auth_connector: Some("one".into()),
            ..handler("https://x.y/0")
        },
        handler("https://x.y/1"),
    ];
    let mut sync = begin(&wanted, &registry, &prune());
    sync.next_batch().unwrap();
    let error = portal("WRONG_LICENSE", "not enabled").with_status(403);
    sync.failed(&error);
    run(&mut sync, &mut registry, ADMIN, Cut::Never, &mut healthy);
    assert_eq!(counts(&sync.finish()), [1, 0, 0, 0, 1]);
}

#[test]
fn a_command_without_an_answer_is_sent_again() {
    let mut sync = begin(&numbered(2), &Registry::new(&[]), &prune());
    sync.next_batch().unwrap();
    sync.answered(vec![Ok(())]);
    let batch = sync.next_batch().unwrap();
    assert_eq!(
        batch.commands.iter().map(url).collect::<Vec<_>>(),
        ["https://x.y/1"]
    );
    sync.answered(vec![Err(portal(
        "ERROR_CORE",
        "Unable to set event handler: Handler already binded",
    ))]);
    assert_eq!(sync.next_batch(), None);
    assert_eq!(counts(&sync.finish()), [1, 1, 0, 0, 0]);
}

const FROM: &str = "https://old.example/app";
const TO: &str = "https://new.example/";

fn moved(registry: &Registry, caller: User) -> Plan {
    plan_move(
        FROM,
        TO,
        &registry.snapshot(caller),
        &SyncOptions::default(),
    )
    .unwrap()
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

#[test]
fn a_move_binds_first_and_removes_each_after_its_own() {
    let mut registry = old_rows();
    let plan = moved(&registry, ADMIN);
    assert_eq!(
        plan.unbind.first().unwrap().reason,
        "has moved to `https://new.example/lead?x=1`"
    );
    let mut sync = Applier::new(plan, ADMIN, &SyncOptions::default()).unwrap();
    let failing = |command: &Command| (url(command) == "https://new.example").then_some(BROKEN);
    run(&mut sync, &mut registry, ADMIN, Cut::Never, &mut {
        failing
    });
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

    let plan = moved(&registry, ADMIN);
    let mut sync = Applier::new(plan, ADMIN, &SyncOptions::default()).unwrap();
    run(&mut sync, &mut registry, ADMIN, Cut::Never, &mut healthy);
    assert_eq!(
        urls(&registry),
        [
            "https://old.example/apple",
            "",
            "https://new.example/lead?x=1",
            "https://new.example"
        ]
    );
    assert_eq!(registry.rows.last().unwrap().user, 15);
    assert_eq!(moved(&registry, ADMIN), Plan::default());
}

#[test]
fn a_move_cut_anywhere_is_finished_by_the_next() {
    for cut in [Cut::Before(0), Cut::After(0), Cut::Before(1), Cut::After(1)] {
        let mut registry = old_rows();
        for cut in [cut, Cut::Never] {
            let mut sync =
                Applier::new(moved(&registry, ADMIN), ADMIN, &SyncOptions::default()).unwrap();
            run(&mut sync, &mut registry, ADMIN, cut, &mut healthy);
        }
        let wanted = [
            "https://old.example/apple",
            "",
            "https://new.example/lead?x=1",
            "https://new.example",
        ];
        assert_eq!(urls(&registry), wanted, "{cut:?}");
    }
}

#[test]
fn a_handler_that_cannot_move_stays() {
    let registry = Registry {
        events: vec!["ONCRMDEALADD".into()],
        ..old_rows()
    };
    let plan = moved(&registry, ADMIN);
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
            let plan =
                plan_move(from, to, &registry.snapshot(ADMIN), &SyncOptions::default()).unwrap();
            assert_eq!(plan.bind.len(), left, "{from}");
            let mut sync = Applier::new(plan, ADMIN, &SyncOptions::default()).unwrap();
            run(&mut sync, &mut registry, ADMIN, Cut::Never, &mut healthy);
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
        let error = plan_move(
            from,
            to,
            &old_rows().snapshot(ADMIN),
            &SyncOptions::default(),
        )
        .unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert!(error.description().starts_with(text), "{error}");
    }
}
