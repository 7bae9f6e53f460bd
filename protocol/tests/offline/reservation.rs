//! Reservations: which messages are open, and whose they are.

use bx24_protocol::offline::reservation::Reservation;

use crate::{id, sent};

#[test]
fn a_reservation_settles_each_message_once() {
    let (a, b, c) = (id("a"), id("b"), id("c"));
    let mut held = Reservation::new("p", None, vec![a.clone(), b.clone(), c.clone()]);
    let all = sent(held.done(None).unwrap());
    assert!(
        all.contains(&a) && all.contains(&b) && all.contains(&c),
        "{all}"
    );
    assert_eq!(held.done(Some(&[])), Ok(None));

    held.settle(Some(std::slice::from_ref(&a)));
    let rest = sent(held.done(None).unwrap());
    assert!(!rest.contains(&a) && rest.contains(&b), "{rest}");
    assert_eq!(
        held.done(Some(std::slice::from_ref(&a))),
        Ok(None),
        "it is done already"
    );
    let error = held.fail(std::slice::from_ref(&a)).unwrap_err();
    assert!(
        error.description().contains("is settled already"),
        "{error}"
    );

    assert!(
        sent(held.fail(std::slice::from_ref(&b)).unwrap())
            .starts_with("event.offline.error?process_id=p&")
    );
    held.settle(None);
    assert_eq!(held.done(None), Ok(None));
}

#[test]
fn a_reservation_refuses_messages_of_another() {
    let held = Reservation::new("p", None, vec![id("a")]);
    for refused in [held.done(Some(&[id("a"), id("b")])), held.fail(&[id("b")])] {
        let error = refused.unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert!(
            error.description().contains(&id("b"))
                && error
                    .description()
                    .contains("does not belong to this reservation"),
            "{error}"
        );
    }
}
