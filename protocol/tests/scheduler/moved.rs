//! A portal with another address: its calls follow it once.

use crate::cases::{bind, ok, page_with, refused};
use crate::sim::Answer;

fn moved() -> Answer {
    refused("MOVED", "the portal has another address", 0)
}

#[test]
fn a_call_follows_a_move_that_was_found() {
    let mut sim = page_with(|sent| {
        let is_new = sent
            .url
            .starts_with("https://new.example:8443/rest/1/secret/");
        if is_new { ok() } else { moved() }
    });
    sim.submit(bind("A"));
    sim.pass(20.0);
    sim.scheduler.move_portal("https://new.example:8443");
    sim.run();
    assert_eq!((sim.sent.len(), sim.code(1)), (2, "ok"));
    sim.submit(bind("B"));
    sim.run();
    assert_eq!((sim.sent.len(), sim.code(2)), (3, "ok"));
}

#[test]
fn a_call_follows_one_move_and_none_that_was_not_found() {
    let mut sim = page_with(|_| moved());
    sim.submit(bind("A"));
    sim.run();
    assert_eq!((sim.sent.len(), sim.code(1)), (1, "MOVED"));
    sim.submit(bind("B"));
    sim.pass(20.0);
    sim.scheduler.move_portal("https://b.example");
    sim.pass(45.0);
    sim.scheduler.move_portal("https://c.example");
    sim.run();
    assert_eq!((sim.sent.len(), sim.code(2)), (3, "MOVED"));
}
