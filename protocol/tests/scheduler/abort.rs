//! Callers that want no answer any more.

use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::error::Error;

use crate::cases::{
    aborted, bind, call, expired, frame, network, oauth, ok, page, page_of, refused,
};
use crate::sim::Answer;

#[test]
fn a_call_that_is_out_ends_and_its_request_is_cancelled() {
    let mut sim = page();
    sim.submit(bind("A"));
    let request = sim.sent[0].id;
    sim.abort(1, aborted());
    assert_eq!(
        (sim.code(1), sim.cancelled.as_slice()),
        ("ABORTED", [request].as_slice())
    );
    assert_eq!(sim.end(1).item, None);
    sim.answer(request, &ok(), &[]);
    sim.run();
    assert_eq!(sim.ends.len(), 1, "a late answer finishes nothing");
}

#[test]
fn one_caller_of_a_batch_settles_alone() {
    let mut sim = page();
    (0..53).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.pass(501.0);
    let batch = sim.sent[50].clone();
    assert_eq!(batch.calls, [51, 52, 53]);
    sim.abort(52, aborted());
    assert_eq!(sim.code(52), "ABORTED");
    assert!(sim.cancelled.is_empty() && !sim.ends.contains_key(&51));
    let items = [
        ok(),
        ok(),
        refused("ERROR_EVENT_NOT_FOUND", "Event not found", 400),
    ];
    sim.answer(batch.id, &ok(), &items);
    assert_eq!(
        (sim.code(51), sim.code(53)),
        ("ok", "ERROR_EVENT_NOT_FOUND")
    );
    assert_eq!((sim.end(51).item, sim.end(53).item), (Some(0), Some(2)));
}

#[test]
fn a_batch_is_cancelled_when_its_last_caller_gives_up() {
    let mut sim = page();
    (0..52).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.pass(501.0);
    sim.abort(51, aborted());
    assert!(sim.cancelled.is_empty());
    sim.abort(52, aborted());
    assert_eq!(sim.cancelled, [sim.sent[50].id]);
}

#[test]
fn a_call_ends_in_every_state() {
    let mut waiting = page();
    (0..51).for_each(|number| _ = waiting.submit(bind(&number.to_string())));
    waiting.abort(51, aborted());
    assert_eq!(
        (waiting.code(51), waiting.cancelled.len()),
        ("ABORTED", 0),
        "for the bucket"
    );

    let mut pausing = page();
    pausing.submit(bind("A"));
    pausing.answer(pausing.sent[0].id, &network(), &[]);
    pausing.abort(1, aborted());
    pausing.run();
    assert_eq!(
        (pausing.code(1), pausing.sent.len()),
        ("ABORTED", 1),
        "for its repeat"
    );

    let mut unauthorized = page_of(frame());
    unauthorized.submit(bind("A"));
    unauthorized.abort(1, aborted());
    unauthorized.run();
    assert_eq!(
        (unauthorized.code(1), unauthorized.sent.len()),
        ("ABORTED", 0),
        "for the frame"
    );

    let mut renewing = page_of(oauth("old", None));
    renewing.submit(bind("A"));
    renewing.answer(renewing.sent[0].id, &expired(), &[]);
    renewing.abort(1, aborted());
    renewing.run();
    assert_eq!(
        (renewing.code(1), renewing.sent.len()),
        ("ABORTED", 1),
        "for a new token"
    );
}

#[test]
fn destroying_a_client_ends_its_calls_only() {
    let mut sim = page();
    sim.submit(bind("A"));
    sim.submit(Call {
        owner: 2,
        ..bind("B")
    });
    sim.submit(bind("B"));
    let error = Error::new("ABORTED", "`destroy` ended the call");
    sim.scheduler.abort_all(1, &error);
    sim.settle();
    assert_eq!(
        (sim.code(1), sim.error(3).description()),
        ("ABORTED", "`destroy` ended the call")
    );
    assert_eq!(sim.cancelled, [sim.sent[0].id]);
    let second = sim.sent[1].id;
    sim.answer(second, &ok(), &[]);
    assert_eq!(sim.code(2), "ok");
}

#[test]
fn the_end_of_the_page_ends_all() {
    let mut sim = page();
    let credential = sim.scheduler.add(frame());
    (0..55).for_each(|number| {
        _ = sim.submit(Call {
            owner: number % 3,
            ..bind(&(number % 9).to_string())
        })
    });
    sim.submit(Call {
        credential,
        ..bind("A")
    });
    sim.scheduler
        .abort_everything(&Error::new("ABORTED", "the page went away"));
    sim.settle();
    assert!((1..=56).all(|call| sim.code(call) == "ABORTED"));
    assert!(sim.out.is_empty());
    sim.submit(call("profile"));
    assert_eq!(
        sim.sent.last().unwrap().calls,
        [57],
        "the scheduler lives on"
    );
}

#[test]
fn what_is_over_or_unknown_is_not_ended_again() {
    let mut sim = page();
    sim.submit(bind("A"));
    let request = sim.sent[0].id;
    sim.answer(request, &ok(), &[]);
    sim.abort(1, aborted());
    sim.answer(request, &Answer::default(), &[]);
    sim.scheduler.abort(4_000_000, aborted());
    sim.scheduler.authorized(7, Err(aborted()));
    sim.scheduler.refresh(7, sim.moment());
    sim.run();
    assert_eq!((sim.ends.len(), sim.code(1)), (1, "ok"));
}
