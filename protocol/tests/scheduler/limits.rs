//! Time limits of a call and of an attempt, and how often a call is repeated.

use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;

use crate::cases::{bind, call, in_turn, network, ok, page, page_with, refused, too_many, webhook};
use crate::sim::{Answer, Reply, START, Sim};

#[test]
fn a_wait_that_would_pass_the_limit_ends_the_call_at_once() {
    for (outcome, timeout, ends_before) in [
        (network(), 500.0, 100.0),
        (too_many(), 500.0, 100.0),
        (
            refused("OPERATION_TIME_LIMIT", "blocked", 429),
            10_000.0,
            100.0,
        ),
        (too_many(), 3_000.0, 1_800.0),
    ] {
        let error = outcome.error.clone().unwrap();
        let mut sim = page_with(move |_| outcome.clone());
        sim.submit(Call {
            timeout,
            ..bind("A")
        });
        sim.run();
        assert_eq!(sim.code(1), error.code());
        assert!(sim.error(1).is_retryable(), "{}", error.code());
        assert!(
            sim.length(1) < ends_before,
            "{}: {}",
            error.code(),
            sim.length(1)
        );
    }
}

#[test]
fn a_portal_that_hangs_is_asked_twice_and_given_up_at_the_limit() {
    let mut sim = page();
    sim.submit(bind("A"));
    sim.submit(call("crm.lead.add"));
    sim.run();
    assert_eq!(sim.calls_sent(), [[1], [2], [1]]);
    assert_eq!((sim.code(1), sim.code(2)), ("TIMEOUT", "TIMEOUT"));
    for call in [1, 2] {
        let length = sim.length(call);
        assert!((60_000.0..60_002.0).contains(&length), "{call}: {length}");
    }
    assert!(sim.error(1).is_retryable(), "a bind may be made again");
    assert!(
        !sim.error(2).is_retryable(),
        "nobody knows whether there is a lead now"
    );
    assert!(sim.out.is_empty() && sim.cancelled.len() == 3);
}

/// A whole call has `timeout`; only an attempt that may be followed by another one has less.
#[test]
fn an_attempt_has_the_whole_time_where_no_repeat_may_follow() {
    let limited = |call: Call, retries, attempt_timeout| Call {
        timeout: 2_000.0,
        attempt_timeout,
        retries,
        ..call
    };
    for (call, sent) in [
        (limited(call("crm.lead.add"), 4, 1_000.0), 1),
        (limited(bind("A"), 0, 1_000.0), 1),
        (limited(bind("A"), 1, 1_000.0), 2),
        (limited(bind("A"), 4, 5_000.0), 1),
    ] {
        let mut sim = page();
        sim.submit(call.clone());
        sim.run();
        assert_eq!((sim.code(1), sim.sent.len()), ("TIMEOUT", sent), "{call:?}");
        assert!((2_000.0..2_002.0).contains(&sim.length(1)), "{call:?}");
    }
    let mut sim = page();
    sim.submit(limited(bind("A"), 0, 1_000.0));
    sim.pass(1_200.0);
    let request = sim.sent[0].id;
    sim.answer(request, &ok(), &[]);
    assert_eq!(
        sim.code(1),
        "ok",
        "an answer after more than half of the time counts"
    );
}

#[test]
fn a_call_behind_another_has_a_limit_of_its_own() {
    let mut sim = page();
    sim.submit(bind("A"));
    sim.submit(Call {
        timeout: 1_000.0,
        ..bind("A")
    });
    sim.pass(1_001.0);
    assert_eq!(sim.code(2), "TIMEOUT");
    assert!(!sim.ends.contains_key(&1));
}

#[test]
fn repeats_are_counted_by_the_callers_setting() {
    for retries in [0, 1, 4] {
        let mut sim = page_with(|_| network());
        sim.submit(Call {
            retries,
            ..bind("A")
        });
        sim.run();
        assert_eq!(sim.sent.len(), retries as usize + 1);
        assert_eq!(
            (sim.code(1), sim.error(1).is_retryable()),
            ("NETWORK", true)
        );
    }
}

#[test]
fn an_operating_limit_is_waited_out_until_the_portals_own_time() {
    for (reset_in, expected) in [
        (None, 10_500.0),
        (Some(4_000.0), 4_200.0),
        (Some(-5.0), 10_500.0),
    ] {
        let blocked = Answer {
            reset_in,
            ..refused("OPERATION_TIME_LIMIT", "blocked", 429)
        };
        let mut sim = page();
        sim.portal = Some(in_turn([blocked, ok()]));
        sim.submit(bind("A"));
        sim.run();
        assert_eq!(sim.code(1), "ok");
        assert_eq!(sim.retries[0].wait.round(), expected, "5 % of chance");
    }
}

#[test]
fn the_time_scale_shrinks_every_wait() {
    let settings = Settings {
        time_scale: 0.01,
        ..Settings::default()
    };
    let scaled = |answer: Option<Answer>| {
        let mut sim = Sim::new(&settings);
        sim.scheduler.add(webhook());
        sim.portal = Some(Box::new(move |_| {
            Some(Reply {
                after: 0.1,
                outer: answer.clone()?,
                items: Vec::new(),
            })
        }));
        sim
    };
    let mut silent = scaled(None);
    silent.submit(bind("A"));
    silent.run();
    assert!(
        (600.0..602.0).contains(&silent.length(1)),
        "60 s become {}",
        silent.length(1)
    );

    let mut lost = scaled(Some(network()));
    lost.submit(bind("A"));
    lost.run();
    assert_eq!(lost.sent.len(), 5);
    assert!(lost.length(1) < 170.0, "{}", lost.length(1));

    let mut many = scaled(Some(ok()));
    (0..60).for_each(|_| _ = many.submit(call("profile")));
    many.run();
    let last = many.sent[59].at - START;
    assert!((50.0..70.0).contains(&last), "ten turns of 5 ms: {last}");
}

#[test]
fn nothing_to_do_means_nothing_to_wake_for() {
    let mut sim = page_with(|_| ok());
    assert_eq!(sim.scheduler.wake_at(sim.moment()), None);
    sim.submit(bind("A"));
    sim.run();
    assert_eq!(sim.scheduler.wake_at(sim.moment()), None);
}
