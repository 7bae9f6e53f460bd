//! Diagnosis: each cause alone gives its finding, a healthy portal gives none.
#![cfg(not(target_arch = "wasm32"))]

mod registry;

use bx24_protocol::handlers::diagnose::diagnose;
use bx24_protocol::handlers::diagnosis::Severity;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::snapshot::{App, Snapshot};
use registry::{ADMIN, PLAIN, Registry, Row, portal};
use serde_json::json;

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

#[test]
fn nothing_is_wrong_with_a_healthy_portal() {
    assert_eq!(diagnose(&healthy(), &[]), []);
}

#[test]
fn each_cause_has_its_finding() {
    type Change = fn(&mut Snapshot);
    let rows: [(&str, Severity, &str, Change); 13] = [
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
        ("WRONG_AUTH_TYPE", "WEBHOOK_TOKEN"),
        ("insufficient_scope", "SCOPE_MISSING"),
        ("ACCESS_DENIED", "ACCESS_DENIED"),
    ];
    for (sent, code) in rows {
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
        }
    }
}
