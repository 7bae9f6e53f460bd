//! Any start × any wanted list × any prune option × a cut after any request: after a second sync
//! the registry is exactly the wanted one, and what prune must not touch is untouched.

use bx24_protocol::handlers::apply::Applier;
use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::plan::{Plan, Prune, SyncOptions, plan};
use bx24_protocol::handlers::validate::validate_list;
use proptest::prelude::*;

use crate::cases::{self, BROKEN, BUSY};
use crate::registry::{ADMIN, PLAIN, Registry, Row, Shown, visible};
use crate::runner::{Cut, Fault, healthy, run};

const URLS: [&str; 7] = [
    "https://app.example/hook",
    "https://app.example/hook/",
    "https://app.example/hooks?x=1",
    "https://app.example:8443/hook",
    "https://other.example/hook",
    "https://localhost/hook",
    "HTTPS://app.example/hook",
];
const EVENTS: [&str; 5] = [
    "ONCRMLEADADD",
    "OnCrmDealAdd",
    "ONCRMDEALUPDATE",
    "ONOFFLINEEVENT",
    "ONCRMNOTHING",
];

fn online() -> impl Strategy<Value = Handler> {
    let user = prop_oneof![
        Just(None),
        prop::sample::select(vec![-1, 0, 1, 2, 15]).prop_map(Some)
    ];
    (
        prop::sample::select(&EVENTS[..]),
        prop::sample::select(&URLS[..]),
        user,
        prop::bool::weighted(0.2),
    )
        .prop_map(|(event, url, auth_type, rebind)| Handler {
            auth_type,
            rebind,
            ..cases::online(event, url)
        })
}

fn offline() -> impl Strategy<Value = Handler> {
    (
        prop::sample::select(&EVENTS[..]),
        prop::sample::select(vec!["", "one", "two"]),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(event, connector, rebind)| Handler {
            rebind,
            ..cases::offline(event, connector)
        })
}

fn wanted() -> impl Strategy<Value = Vec<Handler>> {
    prop::collection::vec(prop_oneof![4 => online(), 1 => offline()], 0..12)
}

fn start() -> impl Strategy<Value = Vec<Row>> {
    let user = prop::sample::select(vec![0, 1, 2, 15]);
    let online = (
        0..4_usize,
        0..5_usize,
        user,
        prop::sample::select(vec!["", "", "one"]),
    )
        .prop_map(|(event, url, user, connector)| {
            Row::online(&EVENTS[event].to_uppercase(), URLS[url], user, connector)
        });
    let offline = (0..3_usize, prop::sample::select(vec!["", "one"]))
        .prop_map(|(event, connector)| Row::offline(&EVENTS[event].to_uppercase(), connector));
    prop::collection::vec(prop_oneof![4 => online, 1 => offline], 0..12).prop_map(|mut rows| {
        rows.sort();
        rows.dedup();
        rows
    })
}

fn options() -> impl Strategy<Value = SyncOptions> {
    let under = prop::sample::select(vec![
        "https://app.example",
        "https://app.example/hook",
        "https://app.example/hook/",
    ]);
    let prune = prop_oneof![
        Just(Prune::Nothing),
        Just(Prune::All),
        under.prop_map(|url| Prune::UnderUrl(url.into()))
    ];
    (prune, any::<bool>(), prop::bool::weighted(0.8)).prop_map(|(prune, partial, match_user)| {
        SyncOptions {
            prune,
            partial,
            match_user,
        }
    })
}

fn cut() -> impl Strategy<Value = Cut> {
    prop_oneof![
        Just(Cut::Never),
        (0..4_usize).prop_map(Cut::Before),
        (0..4_usize).prop_map(Cut::After)
    ]
}

/// What a sync has to leave behind, told without the planner: by asking a copy of the registry.
fn expected(
    registry: &Registry,
    wanted: &[Handler],
    options: &SyncOptions,
    caller: User,
) -> Vec<Shown> {
    let hits = |handler: &Handler, row: &Row| hits(handler, row, options, caller);
    let mut after = registry.clone();
    after.rows.retain(|row| {
        !visible(row, caller)
            || !reaches(&options.prune, row)
            || wanted.iter().any(|handler| hits(handler, row))
    });
    for handler in wanted {
        let is_there = |row: &Row| visible(row, caller) && hits(handler, row);
        if registry.rows.iter().any(is_there) && !handler.rebind {
            continue;
        }
        if let Some(mut bound) = bound_alone(handler, registry, caller) {
            after.rows.retain(|row| !is_there(row));
            after.rows.append(&mut bound);
        }
    }
    after.shown(caller)
}

fn reaches(prune: &Prune, row: &Row) -> bool {
    match prune {
        Prune::Nothing => false,
        Prune::All => true,
        Prune::UnderUrl(base) => row.url.strip_prefix(base.as_str()).is_some_and(|rest| {
            rest.is_empty() || base.ends_with('/') || rest.starts_with(['/', '?'])
        }),
    }
}

/// Whether the row is the handler's.
fn hits(handler: &Handler, row: &Row, options: &SyncOptions, caller: User) -> bool {
    let user = match handler.user() {
        0 if !caller.admin => caller.id,
        user => user,
    };
    row.offline == handler.is_offline()
        && row.event == handler.event.to_uppercase()
        && row.url == handler.url()
        && if row.offline {
            row.connector == handler.connector().unwrap_or("")
        } else {
            !options.match_user || row.user == user
        }
}

/// The rows that the handler's bind makes where there are none; `None` where it is refused.
fn bound_alone(handler: &Handler, registry: &Registry, caller: User) -> Option<Vec<Row>> {
    let mut empty = Registry {
        rows: Vec::new(),
        events: registry.events.clone(),
    };
    let answer = empty.call(&handler.bind(), handler.connector(), caller);
    answer.ok().map(|()| empty.rows)
}

fn bind_failures(sync: Applier, plan: &Plan) -> usize {
    let wanted = |handler: &Handler| plan.bind.iter().any(|step| step.handler == *handler);
    sync.finish()
        .failed
        .iter()
        .filter(|failure| wanted(&failure.handler))
        .count()
}

fn fault(kind: u8) -> Option<Fault> {
    match kind {
        0 => Some(BUSY),
        1 => Some(Fault {
            executed: true,
            code: "ERROR_CORE",
            text: "SQL query error!",
        }),
        2 => Some(BROKEN),
        _ => None,
    }
}

fn hidden(registry: &Registry, caller: User) -> Vec<Row> {
    registry
        .rows
        .iter()
        .filter(|row| !visible(row, caller))
        .cloned()
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_second_sync_ends_in_the_wanted_state(
        rows in start(),
        list in wanted(),
        options in options(),
        caller in prop::sample::select(vec![ADMIN, PLAIN]),
        cut in cut(),
        faults in prop::collection::vec(0_u8..20, 1..40),
    ) {
        let list = list.into_iter().fold(Vec::new(), |mut list: Vec<Handler>, handler| {
            list.push(handler);
            if validate_list(&list, options.match_user, Vec::new()).is_err() {
                list.pop();
            }
            list
        });
        let mut registry = Registry::new(&rows);
        let start = registry.clone();
        let first = plan(&list, &registry.snapshot(caller), &options);
        let Ok(mut sync) = Applier::new(first.clone(), caller, &options) else {
            prop_assert!(!options.partial && !first.refused.is_empty());
            return Ok(());
        };
        prop_assert!(options.partial || first.refused.is_empty());
        let mut turn = 0;
        run(&mut sync, &mut registry, caller, cut, &mut |_| {
            turn += 1;
            fault(faults[turn % faults.len()])
        });
        if bind_failures(sync, &first) > 0 {
            let stale = |row: &&Row| visible(row, caller) && !first.bind.iter().any(|step| step.handler.url() == row.url);
            for row in start.rows.iter().filter(stale) {
                prop_assert!(registry.rows.contains(row), "{row:?} is gone after a failed bind");
            }
        }

        let second = plan(&list, &registry.snapshot(caller), &options);
        let mut sync = Applier::new(second, caller, &options).unwrap();
        run(&mut sync, &mut registry, caller, Cut::Never, &mut healthy);
        let (done, total) = sync.progress();
        prop_assert_eq!(done, total);
        let bound: Vec<_> = sync.finish().failed.into_iter().filter(|failure| failure.error.code() != "INVALID_ARGUMENT").collect();
        prop_assert!(bound.is_empty(), "{:?}", bound);

        prop_assert_eq!(registry.shown(caller), expected(&start, &list, &options, caller));
        prop_assert_eq!(hidden(&registry, caller), hidden(&start, caller));
        let mut unique = registry.rows.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), registry.rows.len());

        let third = plan(&list, &registry.snapshot(caller), &options);
        prop_assert!(third.bind.iter().all(|step| step.handler.rebind));
        let paired = |old: &Handler| third.bind.iter().any(|step| step.handler.looks_like(old, options.match_user));
        prop_assert!(third.unbind.iter().all(|step| paired(&step.handler)));
    }
}
