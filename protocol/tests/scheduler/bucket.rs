//! The bucket, and the portal's word that it is full.

use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;

use crate::cases::{bind, call, in_turn, network, ok, page, page_with, replies, too_many, webhook};
use crate::sim::START;

#[test]
fn the_last_outcome_counts_where_the_bucket_takes_the_rest_of_the_time() {
    let mut sim = page();
    sim.scheduler.configure(&Settings {
        burst: Some(1.0),
        merge: Some(false),
        ..Settings::default()
    });
    let mut first = Some(network());
    sim.portal = Some(replies(move |_| first.take().unwrap_or_default()));
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
    sim.portal = Some(in_turn([too_many()]));
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
    assert!((800.0..802.0).contains(&sim.length(1)));
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
