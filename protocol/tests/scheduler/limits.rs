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
        burst: 1.0,
        merge: false,
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
        per_second: 0.01,
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
    assert!(
        (30_000.0..30_002.0).contains(&length(&sim, 2)),
        "{}",
        length(&sim, 2)
    );
    assert!(
        (60_000.0..60_002.0).contains(&length(&sim, 1)),
        "{}",
        length(&sim, 1)
    );
    assert!(sim.error(1).is_retryable(), "a bind may be made again");
    assert!(
        !sim.error(2).is_retryable(),
        "nobody knows whether there is a lead now"
    );
    assert!(sim.out.is_empty() && sim.cancelled.len() == 3);
}

#[test]
fn a_call_that_never_went_out_may_be_made_again() {
    let mut sim = page();
    sim.scheduler.configure(&Settings {
        burst: 1.0,
        per_second: 0.001,
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

#[test]
fn the_bucket_spaces_requests_of_all_credentials() {
    let mut sim = page_with(|_| ok());
    sim.scheduler.configure(&Settings {
        burst: 3.0,
        per_second: 4.0,
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
