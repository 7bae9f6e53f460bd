//! Diagnosis: each cause alone gives its finding, a healthy portal gives none.

use bx24_protocol::handlers::diagnose::diagnose;
use bx24_protocol::handlers::diagnosis::Severity;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::snapshot::{App, Snapshot};
use serde_json::json;

use crate::registry::{ADMIN, PLAIN, Registry, Row, portal};

fn healthy() -> Snapshot {
    Registry::new(&[
        Row::online("ONCRMLEADADD", "https://x.y/h", 0, ""),
        Row::offline("ONCRMDEALADD", ""),
    ])
    .snapshot(ADMIN)
}

fn row(event: &str, url: &str, user: i64) -> Handler {
    Handler::from_row(&json!({ "event": event, "handler": url, "auth_type": user, "offline": 0 }))
}

fn offline(event: &str, connector: &str) -> Handler {
    Handler::from_row(&json!({ "event": event, "connector_id": connector, "offline": 1 }))
}

#[test]
fn nothing_is_wrong_with_a_healthy_portal() {
    assert_eq!(diagnose(&healthy(), &[]), []);
}

#[test]
fn each_cause_has_its_finding() {
    type Change = fn(&mut Snapshot);
    let rows: [(&str, Severity, &str, Change); 17] = [
        (
            "NOT_INSTALLED",
            Severity::Error,
            "not installed",
            |snapshot| {
                snapshot.app = Some(App {
                    installed: false,
                    payment_expired: false,
                })
            },
        ),
        (
            "PAYMENT_EXPIRED",
            Severity::Error,
            "paid time",
            |snapshot| {
                snapshot.app = Some(App {
                    installed: true,
                    payment_expired: true,
                })
            },
        ),
        ("SCOPE_MISSING", Severity::Warning, "no scope", |snapshot| {
            snapshot.scopes = Some(Vec::new())
        }),
        (
            "SCOPE_MISSING",
            Severity::Error,
            "`ONCRMLEADADD`",
            |snapshot| snapshot.events.retain(|code| code != "ONCRMLEADADD"),
        ),
        ("WEBHOOK_TOKEN", Severity::Warning, "webhook", |snapshot| {
            snapshot.webhook = true
        }),
        (
            "NOT_ADMIN",
            Severity::Warning,
            "no administrator",
            |snapshot| snapshot.user = PLAIN,
        ),
        ("NOTHING_BOUND", Severity::Error, "no handler", |snapshot| {
            snapshot.rows.clear()
        }),
        ("OTHER_USER", Severity::Warning, "user 15", |snapshot| {
            snapshot.rows = vec![row("ONCRMLEADADD", "https://x.y/h", 15)]
        }),
        ("HTTP_URL", Severity::Warning, "`http://x.y`", |snapshot| {
            snapshot.rows = vec![row("ONCRMLEADADD", "http://x.y/h", 0)]
        }),
        (
            "PRIVATE_ADDRESS",
            Severity::Warning,
            "`127.0.0.1`",
            |snapshot| snapshot.rows = vec![row("ONCRMLEADADD", "https://127.0.0.1/h", 0)],
        ),
        (
            "DUPLICATE",
            Severity::Warning,
            "`https://x.y/h`",
            |snapshot| snapshot.rows.push(row("ONCRMLEADADD", "https://x.y/h", 1)),
        ),
        (
            "DUPLICATE",
            Severity::Warning,
            "`https://x.y/h`",
            |snapshot| snapshot.rows.push(row("ONCRMLEADADD", "https://x.y/h", 0)),
        ),
        (
            "DUPLICATE",
            Severity::Warning,
            "`https://x.y/h`",
            |snapshot| snapshot.rows.push(row("ONCRMLEADADD", "https://x.y/h/", 0)),
        ),
        (
            "DUPLICATE",
            Severity::Warning,
            "`ONCRMDYNAMICITEMADD_147` and `ONCRMDYNAMICITEMADD`",
            |snapshot| {
                snapshot.events.push("ONCRMDYNAMICITEMADD".into());
                snapshot.rows = vec![
                    row("ONCRMDYNAMICITEMADD_147", "https://x.y/h", 0),
                    row("ONCRMDYNAMICITEMADD", "https://x.y/h/", 0),
                ];
            },
        ),
        (
            "DUPLICATE",
            Severity::Warning,
            "`ONCRMDYNAMICITEMUPDATE_1` and `ONCRMDYNAMICITEMUPDATE`",
            |snapshot| {
                snapshot.events.push("ONCRMDYNAMICITEMUPDATE".into());
                snapshot.rows = vec![
                    offline("ONCRMDYNAMICITEMUPDATE", ""),
                    offline("ONCRMDYNAMICITEMUPDATE_1", ""),
                ];
            },
        ),
        (
            "OFFLINE_LICENSE",
            Severity::Warning,
            "`rest_offline_extended`",
            |snapshot| snapshot.offline_extended = Some(false),
        ),
        (
            "PRIVATE_ADDRESS",
            Severity::Warning,
            "`[::ffff:192.168.1.5]`",
            |snapshot| {
                snapshot.rows = vec![row("ONCRMLEADADD", "https://[::ffff:192.168.1.5]/h", 0)]
            },
        ),
    ];
    for (code, severity, words, change) in rows {
        let mut snapshot = healthy();
        change(&mut snapshot);
        let found = diagnose(&snapshot, &[]);
        assert_eq!(found.len(), 1, "{code}: {found:?}");
        for one in found {
            assert_eq!((one.code.as_str(), one.severity), (code, severity));
            assert!(one.finding.contains(words), "{}", one.finding);
            assert!(!one.remedy.is_empty() && !one.remedy.ends_with('.'));
        }
    }
}

/// The general event elsewhere, in another queue or of another kind is no second delivery; without
/// offline handlers nobody misses the licence.
#[test]
fn what_is_no_finding() {
    let mut snapshot = healthy();
    snapshot.events.push("ONCRMDYNAMICITEMADD".into());
    for other in [
        row("ONCRMDYNAMICITEMADD", "https://x.y/all", 0),
        offline("ONCRMDYNAMICITEMADD", ""),
        row("ONCRMDYNAMICITEMADD_148", "https://x.y/h", 0),
    ] {
        snapshot.rows = vec![row("ONCRMDYNAMICITEMADD_147", "https://x.y/h", 0), other];
        assert_eq!(diagnose(&snapshot, &[]), []);
    }
    snapshot.rows = vec![
        offline("ONCRMDYNAMICITEMADD_147", "one"),
        offline("ONCRMDYNAMICITEMADD", "two"),
    ];
    assert_eq!(diagnose(&snapshot, &[]), []);
    snapshot.rows = vec![row("ONCRMLEADADD", "https://x.y/h", 0)];
    snapshot.offline_extended = Some(false);
    assert_eq!(diagnose(&snapshot, &[]), []);
}

#[test]
fn one_finding_for_many_handlers() {
    let mut snapshot = healthy();
    snapshot.rows = ["a", "b", "c"]
        .map(|path| row("ONCRMLEADADD", &["https://10.0.0.1/", path].concat(), 15))
        .to_vec();
    let codes: Vec<String> = diagnose(&snapshot, &[])
        .into_iter()
        .map(|one| one.code)
        .collect();
    assert_eq!(codes, ["OTHER_USER", "PRIVATE_ADDRESS"]);
}

#[test]
fn smart_process_codes_are_no_missing_scope() {
    let mut snapshot = healthy();
    snapshot.rows = vec![row("ONCRMDYNAMICITEMADD_147", "https://x.y/h", 0)];
    assert_eq!(diagnose(&snapshot, &[]), []);
}

#[test]
fn refused_calls_are_findings() {
    let snapshot = Snapshot {
        webhook: true,
        ..Snapshot::default()
    };
    let rows = [
        (
            "WRONG_AUTH_TYPE",
            "WEBHOOK_TOKEN",
            "use an application's token",
        ),
        (
            "insufficient_scope",
            "SCOPE_MISSING",
            "add the scope to the application's permissions",
        ),
        (
            "ACCESS_DENIED",
            "ACCESS_DENIED",
            "let an administrator do it",
        ),
        (
            "METHOD_CONFIRM_WAITING",
            "METHOD_CONFIRM_WAITING",
            "let an administrator confirm the method on the portal",
        ),
        (
            "NEVER_SEEN",
            "NEVER_SEEN",
            "do what the portal's words ask for, then call `diagnose` again",
        ),
    ];
    for (sent, code, remedy) in rows {
        let error = portal(sent, "No.").with_method("event.get");
        let found = diagnose(&snapshot, &[error]);
        let found: Vec<_> = found
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        for one in found {
            assert_eq!(
                (one.code.as_str(), one.finding.as_str()),
                (code, "`event.get` was refused: No.")
            );
            assert_eq!(one.remedy, remedy);
        }
    }
}
