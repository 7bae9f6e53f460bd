//! Calls with the same credential, event and handler run one at a time, in call order.

use bx24_protocol::calls::scheduler::Call;

use crate::cases::{
    aborted, bind, busy, by_call, call, network, ok, page, page_with, replies, too_many, unbind,
    webhook,
};

#[test]
fn the_same_handler_waits_for_its_earlier_call() {
    let mut sim = page();
    sim.submit(bind("A"));
    sim.submit(unbind("A"));
    sim.submit(bind("B"));
    assert_eq!(sim.calls_sent(), [[1], [3]]);
    let first = sim.sent[0].id;
    sim.answer(first, &ok(), &[]);
    assert_eq!(sim.calls_sent(), [[1], [3], [2]]);
}

#[test]
fn a_retry_never_lets_a_later_call_pass() {
    for first in [network(), too_many(), busy()] {
        let mut answers = [first].into_iter();
        let mut sim = page_with(move |_| answers.next().unwrap_or_default());
        sim.submit(bind("A"));
        sim.submit(unbind("A"));
        sim.submit(bind("A"));
        sim.run();
        assert_eq!(sim.calls_sent(), [[1], [1], [2], [3]]);
        assert!((1..=3).all(|call| sim.code(call) == "ok"));
    }
}

#[test]
fn a_call_that_fails_lets_the_next_one_go() {
    let mut sim = page_with(|sent| if sent.calls == [1] { network() } else { ok() });
    sim.submit(Call {
        retries: 0,
        ..bind("A")
    });
    sim.submit(unbind("A"));
    sim.run();
    assert_eq!((sim.code(1), sim.code(2)), ("NETWORK", "ok"));
}

#[test]
fn aborting_one_in_the_middle_keeps_the_order_of_the_others() {
    let mut sim = page();
    sim.submit(bind("A"));
    sim.submit(unbind("A"));
    sim.submit(bind("A"));
    sim.abort(2, aborted());
    assert_eq!(
        sim.calls_sent(),
        [[1]],
        "the third still waits for the first"
    );
    let first = sim.sent[0].id;
    sim.answer(first, &ok(), &[]);
    assert_eq!(sim.calls_sent(), [[1], [3]]);
}

#[test]
fn another_credential_and_calls_without_an_order_do_not_wait() {
    let mut sim = page();
    let other = sim.scheduler.add(webhook());
    sim.submit(bind("A"));
    sim.submit(Call {
        credential: other,
        ..bind("A")
    });
    sim.submit(call("profile"));
    sim.submit(call("profile"));
    assert_eq!(sim.calls_sent(), [[1], [2], [3], [4]]);
}

#[test]
fn merging_keeps_the_order() {
    let mut sim = page();
    sim.portal = Some(by_call(|_| ok()));
    (0..50).for_each(|number| _ = sim.submit(bind(&format!("first {number}"))));
    for event in ["A", "B", "C"] {
        sim.submit(bind(event));
        sim.submit(unbind(event));
        sim.submit(bind(event));
    }
    sim.run();
    let calls = sim.calls_sent();
    assert_eq!(
        calls[50..],
        [vec![51, 54, 57], vec![52, 55, 58], vec![53, 56, 59]]
    );
}

#[test]
fn a_retry_inside_a_batch_holds_only_its_own_handler_up() {
    let mut sim = page();
    let mut is_first = true;
    sim.portal = Some(by_call(move |call| {
        if call == 51 && std::mem::take(&mut is_first) {
            busy()
        } else {
            ok()
        }
    }));
    (0..50).for_each(|number| _ = sim.submit(bind(&format!("first {number}"))));
    for event in ["A", "B"] {
        sim.submit(bind(event));
        sim.submit(unbind(event));
    }
    sim.run();
    let calls = sim.calls_sent();
    let place = |call: u32| calls.iter().rposition(|sent| sent.contains(&call)).unwrap();
    assert_eq!(calls[50], [51, 53]);
    assert!(
        place(51) > 50 && place(52) > place(51),
        "{:?}",
        &calls[50..]
    );
    assert!(place(54) > 50);
}

#[test]
fn one_order_alone_takes_its_turns_until_the_last() {
    let mut sim = page();
    sim.portal = Some(replies(|_| ok()));
    (0..40).for_each(|number| {
        _ = sim.submit(if number % 2 == 0 {
            bind("A")
        } else {
            unbind("A")
        })
    });
    sim.run();
    let expected: Vec<Vec<u32>> = (1..=40).map(|call| vec![call]).collect();
    assert_eq!(sim.calls_sent(), expected);
}
