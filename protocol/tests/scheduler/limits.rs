//! Time limits, repeats and the bucket.

use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;

use crate::cases::{
    LATENCY, bind, call, network, ok, page, page_with, refused, replies, too_many, webhook,
};
use crate::sim::{Answer, Reply, START, Sim};

fn length(sim: &Sim, call: u32) -> f64 {
    sim.end(call).at - START
}

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
            length(&sim, 1) < ends_before,
            "{}: {}",
            error.code(),
            length(&sim, 1)
        );
    }
}

#[test]
fn the_last_outcome_counts_where_the_bucket_takes_the_rest_of_the_time() {
    let mut sim = page();
    sim.scheduler.configure(&Settings {
        burst: Some(1.0),
        merge: Some(false),
        ..Settings::default()
    });
    let mut first = true;
    sim.portal = Some(replies(move |_| {
        if std::mem::take(&mut first) {
            network()
        } else {
            ok()
        }
    }));
    (0..30).for_each(|number| {
        _ = sim.submit(Call {
            timeout: 5_000.0,
            ..call(if number == 0 { "profile" } else { "events" })
        })
    });
    sim.run();
    let late: Vec<_> = sim
        .ends
        .values()
        .filter_map(|end| end.outcome.clone().err())
        .collect();
    assert!(!late.is_empty());
    assert!(
        late.iter()
            .all(|error| error.code() == "TIMEOUT" && error.is_retryable()),
        "{late:?}"
    );

    let mut sim = page();
    let mut answers = [too_many()].into_iter();
    sim.portal = Some(Box::new(move |_| {
        let outer = answers.next()?;
        Some(Reply {
            after: LATENCY,
            outer,
            items: Vec::new(),
        })
    }));
    sim.submit(Call {
        timeout: 800.0,
        ..bind("A")
    });
    sim.pass(50.0);
    // the bucket empties so slowly from now on that there is no room in time
    sim.scheduler.configure(&Settings {
        per_second: Some(0.01),
        ..Settings::default()
    });
    sim.run();
    assert_eq!(
        (sim.code(1), sim.error(1).is_retryable()),
        ("QUERY_LIMIT_EXCEEDED", true)
    );
    assert!((800.0..802.0).contains(&length(&sim, 1)));
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
        let length = length(&sim, call);
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
        assert!((2_000.0..2_002.0).contains(&length(&sim, 1)), "{call:?}");
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
fn a_call_that_never_went_out_may_be_made_again() {
    let mut sim = page();
    sim.scheduler.configure(&Settings {
        burst: Some(1.0),
        per_second: Some(0.001),
        ..Settings::default()
    });
    sim.portal = Some(replies(|_| ok()));
    sim.submit(call("crm.lead.add"));
    sim.submit(call("crm.lead.add"));
    sim.run();
    assert_eq!((sim.code(1), sim.code(2)), ("ok", "TIMEOUT"));
    assert!(sim.error(2).is_retryable());
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
fn waits_of_the_portals_making_are_not_counted() {
    let mut sim = page_with({
        let mut left = 5;
        move |_| {
            left -= 1;
            if left > 0 { too_many() } else { ok() }
        }
    });
    sim.submit(Call {
        retries: 0,
        ..bind("A")
    });
    sim.run();
    assert_eq!((sim.code(1), sim.sent.len()), ("ok", 5));
    let waits: Vec<_> = sim.retries.iter().map(|retry| retry.wait).collect();
    assert!(waits.windows(2).all(|pair| pair[1] > pair[0]), "{waits:?}");
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
        let mut answers = [blocked].into_iter();
        let mut sim = page_with(move |_| answers.next().unwrap_or_default());
        sim.submit(bind("A"));
        sim.run();
        assert_eq!(sim.code(1), "ok");
        assert_eq!(sim.retries[0].wait.round(), expected, "5 % of chance");
    }
}

/// The bucket is the portal's: a client that says nothing of it leaves what another one has set.
#[test]
fn defaults_never_replace_the_limits_of_another_client() {
    let mut sim = page_with(|_| ok());
    sim.scheduler.configure(&Settings {
        burst: Some(3.0),
        per_second: Some(1.0),
        merge: Some(false),
        ..Settings::default()
    });
    sim.scheduler.configure(&Settings::default());
    for _ in 0..5 {
        sim.submit(bind(""));
    }
    assert_eq!(sim.sent.len(), 3);
    sim.run();
    let last: Vec<f64> = sim
        .sent
        .iter()
        .skip(3)
        .map(|sent| sent.at - START)
        .collect();
    assert!(
        (999.0..1_003.0).contains(&last[0]) && (1_999.0..2_006.0).contains(&last[1]),
        "{last:?}"
    );
}

#[test]
fn the_bucket_spaces_requests_of_all_credentials() {
    let mut sim = page_with(|_| ok());
    sim.scheduler.configure(&Settings {
        burst: Some(3.0),
        per_second: Some(4.0),
        ..Settings::default()
    });
    let other = sim.scheduler.add(webhook());
    (0..9).for_each(|number| {
        _ = sim.submit(Call {
            credential: if number % 2 == 0 { 0 } else { other },
            ..call("profile")
        })
    });
    sim.run();
    for (index, sent) in sim.sent.iter().enumerate() {
        let due = (index as f64 - 2.0).max(0.0) * 250.0;
        assert!(
            (due..due + 10.0).contains(&(sent.at - START)),
            "{index}: {}",
            sent.at - START
        );
    }
}

#[test]
fn a_refused_request_fills_the_bucket_for_all() {
    let mut sim = page_with(|sent| if sent.calls == [1] { too_many() } else { ok() });
    sim.submit(Call {
        timeout: 400.0,
        ..call("profile")
    });
    sim.submit(Call {
        timeout: 60_000.0,
        ..call("profile")
    });
    sim.run();
    sim.submit(call("profile"));
    assert_eq!(sim.code(1), "QUERY_LIMIT_EXCEEDED");
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
        (600.0..602.0).contains(&length(&silent, 1)),
        "60 s become {}",
        length(&silent, 1)
    );

    let mut lost = scaled(Some(network()));
    lost.submit(bind("A"));
    lost.run();
    assert_eq!(lost.sent.len(), 5);
    assert!(length(&lost, 1) < 170.0, "{}", length(&lost, 1));

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
