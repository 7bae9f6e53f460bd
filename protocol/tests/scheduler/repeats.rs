//! A call that was made again, and found its work done.

use bx24_protocol::calls::scheduler::Success;

use crate::cases::{
    already_bound, bind, busy, expired, in_turn, network, ok, page, refused, renewing_page,
    too_many, unbind,
};

#[test]
fn a_bind_found_done_is_success_only_on_a_repeat_of_ours() {
    let mut first = page();
    first.portal = Some(in_turn([already_bound()]));
    first.submit(bind("A"));
    first.run();
    assert_eq!((first.code(1), first.sent.len()), ("ERROR_CORE", 1));
    assert!(!first.error(1).is_retryable());

    for (lost, expected) in [
        (network(), "ok"),
        (refused("BAD_ANSWER", "", 502), "ok"),
        (refused("ERROR_CORE", "SQL query error!", 500), "ok"),
        // these were not executed, so another one bound it
        (too_many(), "ERROR_CORE"),
        (expired(), "ERROR_CORE"),
        (refused("CONNECTION_ERROR", "", 401), "ERROR_CORE"),
    ] {
        let name = lost.error.clone().unwrap();
        let mut sim = renewing_page();
        sim.portal = Some(in_turn([lost, already_bound()]));
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
    let mut sim = page();
    sim.portal = Some(in_turn([network(), busy(), busy(), already_bound()]));
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
    let mut sim = page();
    sim.portal = Some(in_turn([network(), ok()]));
    sim.submit(unbind("A"));
    sim.run();
    assert_eq!(
        sim.success(1),
        Success {
            already_bound: false,
            repeated: true
        }
    );
}
