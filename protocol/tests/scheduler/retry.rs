//! The retry policy alone: which methods may be repeated, after which pauses.

use bx24_protocol::calls::retry::{Decision, Idempotency, decide, pause};
use bx24_protocol::error::Error;

#[test]
fn methods_are_repeated_by_what_they_do() {
    for (method, repeat) in [
        ("event.bind", Idempotency::Bind),
        ("event.unbind", Idempotency::Unbind),
        ("event.get", Idempotency::Safe),
        ("events", Idempotency::Safe),
        ("profile", Idempotency::Safe),
        ("app.info", Idempotency::Safe),
        ("event.offline.list", Idempotency::Safe),
        ("crm.lead.list", Idempotency::Safe),
        ("crm.lead.fields", Idempotency::Safe),
        ("event.offline.get", Idempotency::Once),
        ("event.offline.clear", Idempotency::Once),
        ("event.test", Idempotency::Once),
        ("crm.lead.add", Idempotency::Once),
        ("batch", Idempotency::Once),
        ("", Idempotency::Once),
    ] {
        assert_eq!(Idempotency::of(method), repeat, "{method}");
    }
}

#[test]
fn pauses_grow_and_stay_within_a_tenth() {
    let rows = [
        (Decision::WaitForBucket, 0, None, 500.0),
        (Decision::WaitForBucket, 3, None, 4_000.0),
        (Decision::WaitForBucket, 50, None, 16_000.0),
        (Decision::WaitForOperating, 0, None, 10_000.0),
        (Decision::WaitForOperating, 9, None, 10_000.0),
        (Decision::WaitForOperating, 0, Some(3_000.0), 3_000.0),
        (Decision::WaitForOperating, 0, Some(-1.0), 10_000.0),
        (Decision::WaitForOther, 0, None, 250.0),
        (Decision::WaitForOther, 2, None, 1_000.0),
        (Decision::Unknown, 0, None, 500.0),
        (Decision::RetryLater, 2, None, 2_000.0),
    ];
    for (next, tries, reset_in, expected) in rows {
        for random in [0.0, 0.5, 1.0] {
            let wait = pause(next, tries, random, 0.002, reset_in);
            let wanted = expected * (1.0 + random / 10.0);
            assert!(
                (wait - wanted).abs() < 1e-6,
                "{next:?} {tries}: {wait}, not {wanted}"
            );
        }
    }
}

#[test]
fn an_unknown_server_error_is_lost() {
    let error = |code: &str, status| decide(&Error::new(code, "").with_status(status));
    assert_eq!(error("SOMETHING_NEW", 499), Decision::Report);
    assert_eq!(error("SOMETHING_NEW", 500), Decision::Unknown);
}
