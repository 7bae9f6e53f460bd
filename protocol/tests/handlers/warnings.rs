//! What a plan warns of.

use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{SyncOptions, plan};
use bx24_protocol::handlers::snapshot::{App, Snapshot};
use bx24_protocol::wire::params::Value;

use crate::cases::prune;
use crate::plan::{URL, lead, make, reason, sizes, snapshot};
use crate::registry::{ADMIN, PLAIN, Row};

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
    assert_eq!(reason(&plan.bind), "is bound anew, as `rebind` asks");
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
    let wanted = [lead(None), connected];
    let plan = plan(&wanted, &snapshot(&row, ADMIN), &prune());
    assert_eq!(sizes(&plan), [2, 0, 0, 0]);
    let unsure = "may be bound with another connector: a repeat does no harm";
    assert_eq!(reason(&plan.bind[1..]), unsure);
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
    let without = make(&[lead(None)], &[], ADMIN);
    assert_eq!(without.warnings, Vec::<String>::new());
    for (text, change) in rows {
        let (mut snapshot, mut handler) = (snapshot(&[], ADMIN), lead(None));
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
