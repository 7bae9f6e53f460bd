//! The first token of a frame: asked for once, and not waited for without end.

use bx24_protocol::calls::scheduler::Call;

use crate::cases::{bind, frame, named, ok, page_of, page_with, replies};
use crate::sim::{START, Sim};

fn frame_page() -> Sim {
    let mut sim = page_of(frame());
    sim.portal = Some(replies(|_| ok()));
    sim
}

#[test]
fn a_parent_that_never_answers_is_no_frame() {
    let mut sim = frame_page();
    sim.submit(bind("A"));
    sim.submit(bind("B"));
    sim.run();
    for call in [1, 2] {
        assert_eq!(sim.code(call), "NO_FRAME");
        assert!((10_000.0..10_002.0).contains(&(sim.end(call).at - START)));
    }
    assert_eq!(sim.asked, [(START, 0, false)]);
    assert!(sim.sent.is_empty());
    sim.submit(bind("C"));
    assert_eq!(sim.asked.len(), 2, "a later call tries again");
}

#[test]
fn calls_wait_for_the_first_token_and_go_out_with_it() {
    let mut sim = frame_page();
    sim.granter = Some(Box::new(|_, renew| {
        Some((
            300.0,
            Ok(named(if renew { "second" } else { "a&b=1" }, None)),
        ))
    }));
    sim.submit(bind("A"));
    sim.submit(bind("B"));
    sim.run();
    assert_eq!((sim.asked.len(), sim.sent.len()), (1, 2));
    assert!(sim.sent.iter().all(|sent| sent.at == START + 300.0));
    assert_eq!(sim.sent[0].body, "auth=a%26b%3D1&a=1&call=1.");
    assert_eq!(
        sim.sent[0].url,
        "https://portal.example/rest/event.bind.json"
    );
}

#[test]
fn a_token_that_comes_too_late_serves_the_next_call() {
    let mut sim = frame_page();
    sim.submit(bind("A"));
    sim.pass(10_001.0);
    assert_eq!(sim.code(1), "NO_FRAME");
    sim.grant(0, Ok(named("late", None)));
    sim.submit(bind("A"));
    sim.run();
    assert_eq!((sim.asked.len(), sim.sent.len(), sim.code(2)), (1, 1, "ok"));
}

#[test]
fn one_credential_without_a_token_does_not_hold_up_another() {
    let mut sim = page_with(|_| ok());
    let second = sim.scheduler.add(frame());
    sim.submit(Call {
        credential: second,
        ..bind("A")
    });
    sim.submit(bind("A"));
    sim.pass(100.0);
    assert_eq!(sim.code(2), "ok");
    assert!(!sim.ends.contains_key(&1));
    sim.run();
    assert_eq!(sim.code(1), "NO_FRAME");
}

#[test]
fn preparing_asks_once_and_tells_when_it_is_there() {
    let mut sim = frame_page();
    sim.scheduler.prepare(0, sim.moment());
    sim.scheduler.prepare(0, sim.moment());
    sim.settle();
    assert_eq!((sim.asked.len(), sim.granted.len()), (1, 0));
    sim.grant(0, Ok(named("t", None)));
    assert_eq!(sim.granted, [(0, String::from("ok"))]);
    sim.scheduler.prepare(0, sim.moment());
    sim.settle();
    assert_eq!((sim.asked.len(), sim.granted.len()), (1, 2));
    assert_eq!(
        sim.scheduler.credential(0).unwrap().token().unwrap().value,
        "t"
    );
}
