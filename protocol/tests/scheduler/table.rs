//! Every outcome of the policy's table × bind, unbind, read, once × once, always.

use bx24_protocol::calls::retry::{self, Idempotency, TABLE};
use bx24_protocol::error::Error;

use crate::cases::{bind, call, oauth, ok, page, refused, replies, unbind};
use crate::sim::{Answer, Sim};
use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;

/// What the contract asks of an outcome, told without the table.
#[derive(Clone, Copy, PartialEq)]
enum Rule {
    Ends,
    /// One new token, one repeat.
    Refreshes,
    /// Not executed: repeated after so many milliseconds or more, until the time limit.
    Waits(f64),
    /// Not executed: repeated a few times.
    Counted,
    /// Unknown whether executed: repeated a few times where a repeat does no harm.
    Lost,
}
use Rule::{Counted, Ends, Lost, Refreshes, Waits};

const OUTCOMES: &[(&str, &str, u16, Rule)] = &[
    (
        "expired_token",
        "The access token provided has expired",
        401,
        Refreshes,
    ),
    (
        "invalid_token",
        "Unable to get application by token",
        401,
        Refreshes,
    ),
    (
        "QUERY_LIMIT_EXCEEDED",
        "Too many requests",
        503,
        Waits(500.0),
    ),
    (
        "OPERATION_TIME_LIMIT",
        "Method is blocked due to operation time limit.",
        429,
        Waits(10_000.0),
    ),
    (
        "CONNECTION_ERROR",
        "Error connecting to authorization server",
        401,
        Counted,
    ),
    (
        "ERROR_CORE",
        "Unable to set event handler: Process of binding the handler has already started",
        400,
        Waits(250.0),
    ),
    (
        "ERROR_CORE",
        "Unable to set event handler: Handler already binded",
        400,
        Ends,
    ),
    ("ERROR_CORE", "SQL query error!", 500, Lost),
    ("INTERNAL_SERVER_ERROR", "Internal server error", 500, Lost),
    (
        "ERROR_UNEXPECTED_ANSWER",
        "Server returned an unexpected response",
        500,
        Lost,
    ),
    ("NETWORK", "the request failed", 0, Lost),
    ("TIMEOUT", "the portal did not answer in time", 0, Lost),
    ("BAD_ANSWER", "the portal's answer is empty", 200, Lost),
    (
        "BAD_ANSWER",
        "the portal's answer is no REST answer",
        502,
        Lost,
    ),
    (
        "MOVED",
        "the portal has another address, which was not followed",
        0,
        Ends,
    ),
    ("INTERNAL_WRONG_TRANSPORT", "", 500, Ends),
    ("INTERNAL_WRONG_HANDLER_CLASS", "", 500, Ends),
    (
        "OVERLOAD_LIMIT",
        "REST API is blocked due to overload.",
        401,
        Ends,
    ),
    (
        "OVERLOAD_LIMIT",
        "REST API is blocked due to overload.",
        503,
        Ends,
    ),
    ("NO_AUTH_FOUND", "Wrong authorization data", 401, Ends),
    (
        "INVALID_CREDENTIALS",
        "Invalid request credentials",
        401,
        Ends,
    ),
    ("INVALID_REQUEST", "Https required.", 401, Ends),
    (
        "insufficient_scope",
        "The request requires higher privileges",
        401,
        Ends,
    ),
    (
        "user_access_error",
        "The user does not have access to the application.",
        401,
        Ends,
    ),
    ("authorization_error", "Unable to authorize user", 401, Ends),
    ("APPLICATION_NOT_FOUND", "Application not found", 401, Ends),
    (
        "METHOD_CONFIRM_WAITING",
        "Waiting for confirmation",
        401,
        Ends,
    ),
    ("METHOD_CONFIRM_DENIED", "Method call denied", 403, Ends),
    ("ACCESS_DENIED", "Access denied!", 403, Ends),
    (
        "ACCESS_DENIED",
        "REST is available only on commercial plans.",
        401,
        Ends,
    ),
    (
        "WRONG_AUTH_TYPE",
        "Current authorization type is denied for this method",
        403,
        Ends,
    ),
    (
        "WRONG_LICENSE",
        "This feature is not enabled for the current license",
        403,
        Ends,
    ),
    ("PORTAL_DELETED", "Portal was deleted", 403, Ends),
    ("ERROR_METHOD_NOT_FOUND", "Method not found!", 404, Ends),
    (
        "ERROR_ARGUMENT",
        "Argument 'EVENT' is null or empty",
        400,
        Ends,
    ),
    ("ERROR_EVENT_NOT_FOUND", "Event not found", 400, Ends),
    ("ERROR_CORE", "something else", 400, Ends),
    ("WRONG_ENCODING", "Wrong request encoding", 200, Ends),
    ("SOMETHING_NEW", "", 418, Ends),
    ("SOMETHING_NEW", "", 500, Lost),
    ("SOMETHING_NEW", "", 503, Lost),
];

fn kinds() -> [(&'static str, Call); 4] {
    [
        ("bind", bind("A")),
        ("unbind", unbind("A")),
        ("read", call("event.get")),
        ("once", call("crm.lead.add")),
    ]
}

/// One call to a portal that gives `outcome` for the first `times` requests.
fn play(call: Call, outcome: Answer, times: usize) -> Sim {
    let mut sim = Sim::new(&Settings::default());
    sim.scheduler.add(oauth("old", None));
    sim.granter = Some(Box::new(|_, _| {
        Some((20.0, Ok(crate::cases::named("new", None))))
    }));
    let mut left = times;
    sim.portal = Some(replies(move |_| {
        let fails = left > 0;
        left = left.saturating_sub(1);
        if fails { outcome.clone() } else { ok() }
    }));
    sim.submit(call);
    sim.run();
    assert!(sim.out.is_empty());
    assert_eq!(sim.ends.len(), 1);
    sim
}

fn repeats(rule: Rule, call: &Call) -> bool {
    rule != Ends && (rule != Lost || call.idempotency != Idempotency::Once)
}

#[test]
fn an_outcome_that_passes_is_repeated_or_reported() {
    for (code, text, status, rule) in OUTCOMES {
        for (kind, call) in kinds() {
            let sim = play(call.clone(), refused(code, text, *status), 1);
            let case = format!("{code} {text} {status}, {kind}");
            if !repeats(*rule, &call) {
                assert_eq!((sim.code(1), sim.sent.len()), (*code, 1), "{case}");
                continue;
            }
            assert_eq!((sim.code(1), sim.sent.len()), ("ok", 2), "{case}");
            assert_eq!(sim.success(1).repeated, *rule == Lost, "{case}");
            assert!(!sim.success(1).already_bound, "{case}");
            assert_eq!(sim.asked.len(), usize::from(*rule == Refreshes), "{case}");
            let told: Vec<_> = sim
                .retries
                .iter()
                .map(|r| (r.call, r.attempt, r.reason.as_str()))
                .collect();
            assert_eq!(told, [(1, 1, *code)], "{case}");
            check_pause(*rule, &sim, &case);
        }
    }
}

fn check_pause(rule: Rule, sim: &Sim, case: &str) {
    let pause = sim.sent[1].at - sim.sent[0].at - crate::cases::LATENCY;
    let least = match rule {
        Waits(least) => least,
        Counted | Lost => 500.0,
        Refreshes => 20.0,
        Ends => return,
    };
    assert!(
        (least..=least * 1.1 + 3.0).contains(&pause),
        "{case}: waited {pause}"
    );
    if rule != Refreshes {
        assert!(
            sim.retries[0].wait <= pause,
            "{case}: told {}",
            sim.retries[0].wait
        );
    }
}

#[test]
fn an_outcome_that_stays_ends_the_call_with_its_own_code() {
    for (code, text, status, rule) in OUTCOMES {
        for (kind, call) in kinds() {
            let sim = play(call.clone(), refused(code, text, *status), usize::MAX);
            let case = format!("{code} {text} {status}, {kind}");
            let error = sim.error(1);
            assert_eq!((error.code(), error.status()), (*code, *status), "{case}");
            assert_eq!(
                (error.description(), error.method()),
                (*text, call.method.as_str()),
                "{case}"
            );
            let again = repeats(*rule, &call);
            assert_eq!(error.is_retryable(), again && *rule != Refreshes, "{case}");
            let sent = sim.sent.len();
            match rule {
                _ if !again => assert_eq!(sent, 1, "{case}"),
                Refreshes => assert_eq!((sent, sim.asked.len()), (2, 1), "{case}"),
                Counted | Lost => assert_eq!(sent, 5, "{case}"),
                _ => assert!(sent > 2, "{case}: sent {sent} times"),
            }
            assert!(sim.end(1).at - sim.sent[0].at < 60_000.0, "{case}");
        }
    }
}

#[test]
fn every_row_of_the_table_is_tested() {
    let fits = |row: &retry::Row| {
        OUTCOMES
            .iter()
            .any(|(code, text, ..)| row.code == *code && text.contains(row.text))
    };
    let untested: Vec<_> = TABLE
        .iter()
        .filter(|row| !fits(row))
        .map(|row| row.code)
        .collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[test]
fn the_status_inside_a_batch_is_that_of_a_single_call() {
    for (code, text, status, _) in OUTCOMES {
        let known = TABLE
            .iter()
            .any(|row| row.code == *code && text.contains(row.text));
        let listed = retry::status_of(code, text);
        if !known {
            assert_eq!(listed, 400, "{code}");
        } else if ["OVERLOAD_LIMIT", "ACCESS_DENIED", "BAD_ANSWER"].contains(code) {
            continue; // come with more than one status
        } else {
            assert_eq!(listed, *status, "{code} {text}");
        }
    }
    assert_eq!(retry::status_of("OVERLOAD_LIMIT", ""), 401);
    assert_eq!(retry::status_of("ACCESS_DENIED", ""), 403);
}

#[test]
fn a_bind_found_done_is_success_only_on_a_repeat_of_ours() {
    let first = play(bind("A"), crate::cases::already_bound(), 1);
    assert_eq!((first.code(1), first.sent.len()), ("ERROR_CORE", 1));
    assert!(!first.error(1).is_retryable());

    for (lost, expected) in [
        (crate::cases::network(), "ok"),
        (refused("BAD_ANSWER", "", 502), "ok"),
        (refused("ERROR_CORE", "SQL query error!", 500), "ok"),
        // these were not executed, so another one bound it
        (crate::cases::too_many(), "ERROR_CORE"),
        (crate::cases::expired(), "ERROR_CORE"),
        (refused("CONNECTION_ERROR", "", 401), "ERROR_CORE"),
    ] {
        let name = lost.error.clone().unwrap();
        let mut sim = Sim::new(&Settings::default());
        sim.scheduler.add(oauth("old", None));
        sim.granter = Some(Box::new(|_, _| {
            Some((20.0, Ok(crate::cases::named("new", None))))
        }));
        let mut answers = [lost, crate::cases::already_bound()].into_iter();
        sim.portal = Some(replies(move |_| answers.next().unwrap()));
        sim.submit(bind("A"));
        sim.run();
        assert_eq!(sim.code(1), expected, "{name}");
        if expected == "ok" {
            assert!(
                sim.success(1).already_bound && sim.success(1).repeated,
                "{name}"
            );
        }
    }
}

#[test]
fn a_lost_bind_that_still_runs_is_waited_out() {
    let mut answers = [
        crate::cases::network(),
        crate::cases::busy(),
        crate::cases::busy(),
        crate::cases::already_bound(),
    ]
    .into_iter();
    let mut sim = page();
    sim.portal = Some(replies(move |_| answers.next().unwrap()));
    sim.submit(bind("A"));
    sim.run();
    assert!(sim.success(1).already_bound);
    let waits: Vec<_> = sim.retries.iter().map(|retry| retry.wait.round()).collect();
    assert_eq!(
        waits,
        [525.0, 525.0, 1050.0],
        "500, then 250 · 2, 250 · 4, each 5 % longer"
    );
}

#[test]
fn a_repeated_unbind_says_so() {
    let mut answers = [crate::cases::network(), ok()].into_iter();
    let mut sim = page();
    sim.portal = Some(replies(move |_| answers.next().unwrap()));
    sim.submit(unbind("A"));
    sim.run();
    assert_eq!(
        sim.success(1),
        bx24_protocol::calls::scheduler::Success {
            already_bound: false,
            repeated: true
        }
    );
}

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
    use retry::{Decision, pause};
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
    let error = |code: &str, status| retry::decide(&Error::new(code, "").with_status(status));
    assert_eq!(error("SOMETHING_NEW", 499), retry::Decision::Report);
    assert_eq!(error("SOMETHING_NEW", 500), retry::Decision::Unknown);
}
