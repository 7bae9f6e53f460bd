//! Tokens that are renewed: once for all who need it, and never without end.

use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::Error;

use crate::cases::{bind, call, expired, grants, named, oauth, ok, page_of, page_with, replies};
use crate::sim::{START, Sim};

/// A page with one refreshable token, which is refused unless it is `new…`.
fn oauth_page(token: &str, expires_at: Option<f64>) -> Sim {
    let mut sim = page_of(oauth(token, expires_at));
    sim.portal = Some(replies(|sent| {
        if sent.token().starts_with("new") {
            ok()
        } else {
            expired()
        }
    }));
    sim
}

#[test]
fn a_hundred_calls_share_one_refresh() {
    let settings = Settings {
        burst: Some(250.0),
        ..Settings::default()
    };
    let mut sim = oauth_page("old", None);
    sim.scheduler.configure(&settings);
    sim.granter = Some(Box::new(|_, _| Some((200.0, Ok(named("new", None))))));
    (0..100).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.run();
    assert_eq!(sim.asked.len(), 1);
    assert_eq!(sim.sent.len(), 200);
    assert!((1..=100).all(|call| sim.code(call) == "ok"));
}

#[test]
fn calls_made_during_a_refresh_wait_for_it() {
    let mut sim = oauth_page("old", None);
    sim.submit(call("profile"));
    sim.pass(50.0);
    assert_eq!((sim.asked.len(), sim.sent.len()), (1, 1));
    sim.submit(call("profile"));
    sim.pass(5_000.0);
    assert_eq!(sim.sent.len(), 1);
    sim.grant(0, Ok(named("new", None)));
    sim.run();
    assert_eq!(sim.sent.len(), 3);
    assert_eq!((sim.code(1), sim.code(2)), ("ok", "ok"));
}

#[test]
fn an_answer_to_an_older_token_only_repeats_the_call() {
    let mut sim = oauth_page("old", None);
    sim.portal = None;
    sim.submit(call("profile"));
    sim.submit(call("profile"));
    let [first, second] = [sim.sent[0].id, sim.sent[1].id];
    sim.answer(first, &expired(), &[]);
    sim.grant(0, Ok(named("new", None)));
    sim.answer(second, &expired(), &[]);
    assert_eq!(
        sim.asked.len(),
        1,
        "the second answer speaks of a token that is gone"
    );
    assert_eq!(sim.sent.len(), 4);
    assert!(sim.sent[2..].iter().all(|sent| sent.token() == "new"));
}

#[test]
fn a_call_is_repeated_with_one_new_token_only() {
    let mut sim = oauth_page("old", None);
    sim.granter = Some(grants("other"));
    sim.submit(call("profile"));
    sim.run();
    assert_eq!(
        (sim.asked.len(), sim.sent.len(), sim.code(1)),
        (1, 2, "expired_token")
    );
}

#[test]
fn a_token_that_ends_by_its_own_time_is_renewed_before_the_call() {
    let mut sim = oauth_page("old", Some(START + 1_000.0));
    sim.granter = Some(grants("new"));
    sim.portal = Some(replies(|_| ok()));
    sim.submit(call("profile"));
    assert_eq!(sim.sent[0].token(), "old");
    sim.pass(1_000.0);
    sim.submit(call("profile"));
    sim.run();
    assert_eq!(sim.asked, [(START + 1_000.0, 0, true)]);
    assert_eq!(sim.sent[1].token(), "new");
}

#[test]
fn without_a_way_to_renew_an_old_token_is_sent_and_its_refusal_reported() {
    let mut fixed = oauth("old", Some(START - 1.0));
    fixed.refreshable = false;
    let mut sim = page_of(fixed);
    sim.portal = Some(replies(|_| expired()));
    sim.submit(call("profile"));
    sim.run();
    assert_eq!(
        (sim.asked.len(), sim.sent.len(), sim.code(1)),
        (0, 1, "expired_token")
    );
    assert!(!sim.error(1).is_retryable());
}

#[test]
fn a_new_token_that_is_over_already_is_used_and_not_renewed_without_end() {
    let mut sim = oauth_page("old", Some(START - 1.0));
    sim.granter = Some(Box::new(|_, _| {
        Some((0.0, Ok(named("new", Some(3_600.0)))))
    }));
    sim.submit(call("profile"));
    sim.run();
    sim.submit(call("profile"));
    sim.run();
    assert_eq!((sim.asked.len(), sim.sent.len()), (1, 2));
    assert_eq!((sim.code(1), sim.code(2)), ("ok", "ok"));
}

#[test]
fn a_refresh_without_an_answer_ends_after_ten_seconds() {
    let mut sim = oauth_page("old", None);
    sim.submit(bind("A"));
    sim.submit(bind("A"));
    sim.run();
    for call in [1, 2] {
        assert_eq!(sim.code(call), "REFRESH_FAILED");
        let waited = sim.end(call).at - sim.asked[0].0;
        assert!((10_000.0..10_002.0).contains(&waited), "{waited}");
    }
    assert_eq!((sim.asked.len(), sim.sent.len()), (1, 1));
    assert_eq!(sim.granted, [(0, "REFRESH_FAILED".to_owned())]);
}

#[test]
fn a_refresh_that_fails_ends_the_calls_and_the_next_call_asks_again() {
    let mut sim = oauth_page("old", None);
    let mut tokens = [
        Err(Error::new("REFRESH_FAILED", "no")),
        Ok(named("new", None)),
    ]
    .into_iter();
    sim.granter = Some(Box::new(move |_, _| Some((20.0, tokens.next().unwrap()))));
    sim.submit(call("profile"));
    sim.run();
    assert_eq!(
        (sim.code(1), sim.error(1).method()),
        ("REFRESH_FAILED", "profile")
    );
    sim.submit(call("profile"));
    sim.run();
    assert_eq!((sim.code(2), sim.asked.len()), ("ok", 2));
}

#[test]
fn after_a_failed_refresh_a_token_that_has_ended_is_still_not_sent() {
    let mut sim = oauth_page("old", Some(START - 1.0));
    sim.submit(call("profile"));
    sim.run();
    assert_eq!(sim.code(1), "REFRESH_FAILED");
    sim.submit(call("profile"));
    assert_eq!((sim.asked.len(), sim.sent.len()), (2, 0));
}

#[test]
fn a_webhook_sends_no_token_and_keeps_its_path() {
    let mut sim = page_with(|_| ok());
    sim.submit(bind("A"));
    assert_eq!(
        sim.sent[0].url,
        "https://portal.example/rest/1/secret/event.bind.json"
    );
    assert_eq!(sim.sent[0].body, "a=1&call=1.");
}

#[test]
fn a_method_cannot_leave_its_place_in_the_url() {
    let mut sim = page_with(|_| ok());
    sim.submit(call("../x?a=1#é"));
    assert_eq!(
        sim.sent[0].url,
        "https://portal.example/rest/1/secret/..%2Fx%3Fa%3D1%23%C3%A9.json"
    );
}

#[test]
fn a_refresh_asked_for_by_the_caller_is_shared_with_the_calls() {
    let mut sim = oauth_page("new", None);
    sim.scheduler.refresh(0, sim.moment());
    sim.scheduler.refresh(0, sim.moment());
    sim.submit(call("profile"));
    assert_eq!((sim.asked.len(), sim.sent.len()), (1, 0));
    sim.grant(0, Ok(named("newer", None)));
    assert_eq!(sim.sent[0].token(), "newer");
}
