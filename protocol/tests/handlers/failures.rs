//! What failures leave behind: of a command, of a batch, of a plan.

use bx24_protocol::Error;
use bx24_protocol::handlers::apply::Applier;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, SyncOptions, plan};

use crate::cases::{BROKEN, BUSY, handler, numbered, prune};
use crate::registry::{ADMIN, Registry, Row, portal};
use crate::runner::{apply, begin, counts, finish, healthy, sizes, url};

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
    let sync = Applier::new(refused, ADMIN, &partial).unwrap();
    let report = finish(sync, &mut Registry::new(&[]));
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
    assert_eq!(sizes(&sent), [2, 1, 1, 1]);
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
    let sync = begin(&numbered(1), &registry);
    registry
        .rows
        .push(Row::online("ONCRMLEADADD", "https://x.y/0", 0, ""));
    let report = finish(sync, &mut registry);
    assert_eq!(counts(&report), [0, 1, 0, 0, 0]);
}

#[test]
fn a_batch_that_failed_as_a_whole_ends_it() {
    let mut registry = Registry::new(&[Row::online("ONCRMLEADADD", "https://x.y/old", 0, "")]);
    let mut sync = begin(&numbered(60), &registry);
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
    let mut sync = begin(&wanted, &registry);
    sync.next_batch().unwrap();
    let error = portal("WRONG_LICENSE", "not enabled").with_status(403);
    sync.failed(&error);
    let report = finish(sync, &mut registry);
    assert_eq!(counts(&report), [1, 0, 0, 0, 1]);
}

#[test]
fn a_command_without_an_answer_is_sent_again() {
    let mut sync = begin(&numbered(2), &Registry::new(&[]));
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
