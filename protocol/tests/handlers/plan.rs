//! Plans: what is bound, unbound, kept and refused, and what is said about it.

use bx24_protocol::handlers::handler::{EventType, Handler, User};
use bx24_protocol::handlers::plan::{Plan, Prune, Step, SyncOptions, plan};
use bx24_protocol::handlers::snapshot::{App, Snapshot};
use bx24_protocol::wire::params::Value;

use crate::registry::{ADMIN, PLAIN, Registry, Row};

const URL: &str = "https://x.y/h";

fn lead(auth_type: Option<i64>) -> Handler {
    Handler {
        event: "OnCrmLeadAdd".into(),
        handler: Some(URL.into()),
        auth_type,
        ..Handler::default()
    }
}

fn offline(event: &str, connector: &str) -> Handler {
    Handler {
        event: event.into(),
        event_type: EventType::Offline,
        auth_connector: Some(connector.into()),
        ..Handler::default()
    }
}

fn snapshot(rows: &[Row], caller: User) -> Snapshot {
    Registry::new(rows).snapshot(caller)
}

fn make(wanted: &[Handler], rows: &[Row], caller: User) -> Plan {
    plan(wanted, &snapshot(rows, caller), &SyncOptions::default())
}

fn pruned(prune: Prune, rows: &[Row]) -> Vec<String> {
    let options = SyncOptions {
        prune,
        ..SyncOptions::default()
    };
    let plan = plan(&[lead(None)], &snapshot(rows, ADMIN), &options);
    plan.unbind
        .iter()
        .map(|step| [&step.handler.event, step.handler.url()].join(" "))
        .collect()
}

fn sizes(plan: &Plan) -> [usize; 4] {
    [&plan.bind, &plan.unbind, &plan.keep, &plan.refused].map(Vec::len)
}

fn reason(steps: &[Step]) -> &str {
    &steps.first().unwrap().reason
}

#[test]
fn the_user_is_part_of_the_identity() {
    let row = [Row::online("ONCRMLEADADD", URL, 15, "")];
    assert_eq!(sizes(&make(&[lead(Some(15))], &row, ADMIN)), [0, 0, 1, 0]);
    assert_eq!(sizes(&make(&[lead(None)], &row, ADMIN)), [1, 0, 0, 0]);
    let any = SyncOptions {
        match_user: false,
        prune: Prune::All,
        ..SyncOptions::default()
    };
    assert_eq!(
        sizes(&plan(&[lead(None)], &snapshot(&row, ADMIN), &any)),
        [0, 0, 1, 0]
    );
}

#[test]
fn without_administrator_rights_no_user_means_oneself() {
    let row = [Row::online("ONCRMLEADADD", URL, 15, "")];
    for user in [None, Some(0), Some(-1), Some(15)] {
        let plan = make(&[lead(user)], &row, PLAIN);
        assert_eq!(sizes(&plan), [0, 0, 1, 0], "{user:?}");
        assert_eq!(plan.keep.first().unwrap().handler.auth_type, Some(15));
    }
    let plan = make(&[lead(Some(2))], &row, PLAIN);
    assert_eq!(
        reason(&plan.refused),
        "binding for user 2 needs administrator rights: leave `authType` out"
    );
    assert_eq!(
        plan.errors
            .first()
            .map(|error| (error.index, &*error.field)),
        Some((0, "authType"))
    );
}

#[test]
fn what_the_portal_would_refuse() {
    let wanted = [
        Handler {
            event: "ONCRMLEADAD".into(),
            ..lead(None)
        },
        Handler {
            event: "SOMETHINGELSE".into(),
            ..lead(None)
        },
        Handler {
            handler: Some("https://localhost/h".into()),
            ..lead(None)
        },
        Handler {
            handler: Some("HTTPS://x.y/h".into()),
            ..lead(None)
        },
        offline("ONOFFLINEEVENT", ""),
    ];
    let plan = make(&wanted, &[], ADMIN);
    assert_eq!(sizes(&plan), [0, 0, 0, 5]);
    let told: Vec<(usize, &str)> = plan
        .errors
        .iter()
        .map(|error| (error.index, &*error.field))
        .collect();
    assert_eq!(
        told,
        [
            (0, "event"),
            (1, "event"),
            (2, "handler"),
            (3, "handler"),
            (4, "eventType")
        ]
    );
    assert_eq!(
        reason(&plan.refused),
        "the granted scopes have no event `ONCRMLEADAD`; did you mean `ONCRMLEADADD`?"
    );
    let plan = make(&[offline("ONCRMLEADADD", "")], &[], PLAIN);
    assert_eq!(
        reason(&plan.refused),
        "offline events need administrator rights"
    );
}

#[test]
fn offline_handlers_go_by_event_and_connector() {
    let rows = [
        Row::offline("ONCRMLEADADD", ""),
        Row::offline("ONCRMLEADADD", "one"),
    ];
    assert_eq!(
        sizes(&make(&[offline("oncrmleadadd", "one")], &rows, ADMIN)),
        [0, 0, 1, 0]
    );
    assert_eq!(
        sizes(&make(&[offline("oncrmleadadd", "two")], &rows, ADMIN)),
        [1, 0, 0, 0]
    );
}

#[test]
fn only_what_prune_reaches_is_removed() {
    let rows = [
        Row::online("ONCRMLEADADD", URL, 0, ""),
        Row::online("ONCRMLEADADD", "https://x.y/hooks", 0, ""),
        Row::online("ONCRMDEALADD", "https://x.y/h/2", 15, ""),
        Row::online("ONCRMDEALADD", "https://x.y/h/2", 15, "one"),
        Row::online("ONCRMDEALADD", "https://other.y/h", 0, ""),
        Row::offline("ONCRMDEALADD", ""),
    ];
    assert_eq!(pruned(Prune::Nothing, &rows), Vec::<String>::new());
    assert_eq!(
        pruned(Prune::UnderUrl(URL.into()), &rows),
        ["ONCRMDEALADD https://x.y/h/2"]
    );
    assert_eq!(pruned(Prune::All, &rows).len(), 4);
}

#[test]
fn a_base_url_has_to_be_one() {
    for base in ["", "https://", "x.y/h", "/"] {
        let options = SyncOptions {
            prune: Prune::UnderUrl(base.into()),
            ..SyncOptions::default()
        };
        let error = options.validate().unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT", "{base}");
        assert!(error.description().starts_with("`underUrl`: "), "{error}");
    }
    SyncOptions::default().validate().unwrap();
}

#[test]
fn rebind_is_planned_where_there_is_something_to_rebind() {
    let anew = Handler {
        rebind: true,
        ..lead(None)
    };
    let plan = make(
        std::slice::from_ref(&anew),
        &[Row::online("ONCRMLEADADD", URL, 0, "")],
        ADMIN,
    );
    assert_eq!(sizes(&plan), [1, 1, 0, 0]);
    assert!(
        plan.warnings
            .iter()
            .any(|text| text.contains("events in between are lost"))
    );
    let plan = make(&[anew], &[], ADMIN);
    assert_eq!(sizes(&plan), [1, 0, 0, 0]);
    assert_eq!(plan.warnings, Vec::<String>::new());
}

/// Options that are sent are no matter of doubt.
#[test]
fn options_are_unseen_only_where_nothing_is_sent() {
    let with_options = Handler {
        options: Some(Value::Text("new".into())),
        ..lead(None)
    };
    let plan = make(&[with_options], &[], ADMIN);
    assert_eq!(sizes(&plan), [1, 0, 0, 0]);
    assert_eq!(plan.warnings, Vec::<String>::new());
}

/// `event.get` hides an online handler's connector: such handlers are bound again.
#[test]
fn connectors_that_cannot_be_seen_are_bound_again() {
    let connected = Handler {
        auth_connector: Some("one".into()),
        ..lead(None)
    };
    let row = [Row::online("ONCRMLEADADD", URL, 0, "one")];
    let options = SyncOptions {
        prune: Prune::All,
        ..SyncOptions::default()
    };
    let plan = plan(&[lead(None), connected], &snapshot(&row, ADMIN), &options);
    assert_eq!(sizes(&plan), [2, 0, 0, 0]);
    assert!(
        plan.warnings
            .iter()
            .any(|text| text.contains("does not show the connector"))
    );
}

#[test]
fn each_warning_has_its_cause() {
    type Change = fn(&mut Snapshot, &mut Handler);
    let rows: [(&str, Change); 8] = [
        ("live portals refuse event methods", |snapshot, _| {
            snapshot.webhook = true
        }),
        ("call `installFinish`", |snapshot, _| {
            snapshot.app = Some(App {
                installed: false,
                payment_expired: false,
            })
        }),
        ("paid time is over", |snapshot, _| {
            snapshot.app = Some(App {
                installed: true,
                payment_expired: true,
            })
        }),
        ("your own online handlers only", |snapshot, _| {
            snapshot.user = PLAIN
        }),
        ("codes are not checked", |snapshot, _| {
            snapshot.events.clear()
        }),
        ("`10.0.0.5` is a private address", |_, handler| {
            handler.handler = Some("http://10.0.0.5/h".into())
        }),
        (
            "`events` does not list `ONCRMDYNAMICITEMADD_147`",
            |_, handler| handler.event = "OnCrmDynamicItemAdd_147".into(),
        ),
        ("does not show `options`", |snapshot, handler| {
            handler.options = Some(Value::Map(vec![("minTimeout".into(), "5".into())]));
            snapshot.rows = vec![handler.clone()];
        }),
    ];
    for (text, change) in rows {
        let (mut snapshot, mut handler) = (snapshot(&[], ADMIN), lead(None));
        assert_eq!(
            plan(
                std::slice::from_ref(&handler),
                &snapshot,
                &SyncOptions::default()
            )
            .warnings,
            Vec::<String>::new()
        );
        change(&mut snapshot, &mut handler);
        let plan = plan(&[handler], &snapshot, &SyncOptions::default());
        assert_eq!(plan.refused, [], "{text}");
        assert_eq!(plan.warnings.len(), 1, "{text}: {:?}", plan.warnings);
        assert!(
            plan.warnings.concat().contains(text),
            "{text}: {:?}",
            plan.warnings
        );
    }
}
