//! Plans: what is bound, unbound, kept and refused.

use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::plan::{Plan, Prune, Step, SyncOptions, plan};
use bx24_protocol::handlers::snapshot::Snapshot;

use crate::cases::{offline, online, prune};
use crate::registry::{ADMIN, PLAIN, Registry, Row};

pub const URL: &str = "https://x.y/h";

pub fn lead(auth_type: Option<i64>) -> Handler {
    Handler {
        auth_type,
        ..online("OnCrmLeadAdd", URL)
    }
}

pub fn snapshot(rows: &[Row], caller: User) -> Snapshot {
    Registry::new(rows).snapshot(caller)
}

pub fn make(wanted: &[Handler], rows: &[Row], caller: User) -> Plan {
    plan(wanted, &snapshot(rows, caller), &SyncOptions::default())
}

pub fn sizes(plan: &Plan) -> [usize; 4] {
    [&plan.bind, &plan.unbind, &plan.keep, &plan.refused].map(Vec::len)
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

/// Why the first step is planned.
pub fn reason(steps: &[Step]) -> &str {
    &steps.first().unwrap().reason
}

#[test]
fn the_user_is_part_of_the_identity() {
    let row = [Row::online("ONCRMLEADADD", URL, 15, "")];
    let plan_of = |user| make(&[lead(user)], &row, ADMIN);
    assert_eq!(sizes(&plan_of(Some(15))), [0, 0, 1, 0]);
    assert_eq!(reason(&plan_of(Some(15)).keep), "is bound already");
    assert_eq!(sizes(&plan_of(None)), [1, 0, 0, 0]);
    assert_eq!(reason(&plan_of(None).bind), "is not bound yet");
    let any = SyncOptions {
        match_user: false,
        ..prune()
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
    let reasons: Vec<&str> = plan.refused.iter().map(|step| &*step.reason).collect();
    assert_eq!(
        reasons,
        [
            "the granted scopes have no event `ONCRMLEADAD`; did you mean `ONCRMLEADADD`?",
            "the granted scopes have no event `SOMETHINGELSE`: check the code and the scopes",
            "the host `localhost` has no dot: give a public name or an IPv4 address",
            "the portal does not take the scheme `HTTPS`: write `http` or `https`",
            "`ONOFFLINEEVENT` cannot be bound offline",
        ]
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
    assert_eq!(
        pruned(Prune::All, &rows),
        [
            "ONCRMLEADADD https://x.y/hooks",
            "ONCRMDEALADD https://x.y/h/2",
            "ONCRMDEALADD https://other.y/h",
            "ONCRMDEALADD "
        ]
    );
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
