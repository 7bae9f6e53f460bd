//! Every outcome of the policy's table × bind, unbind, read, once × once, always.

use bx24_protocol::calls::retry::{self, TABLE};
use bx24_protocol::calls::scheduler::Call;

use crate::cases::{LATENCY, bind, call, ok, refused, renewing_page, replies, unbind};
use crate::outcomes::{Counted, Ends, Lost, OUTCOMES, Refreshes, Rule, Waits, repeats};
use crate::sim::{Answer, Sim};

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
    let mut sim = renewing_page();
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
    let pause = sim.sent[1].at - sim.sent[0].at - LATENCY;
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
