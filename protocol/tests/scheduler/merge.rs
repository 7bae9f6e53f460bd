//! What the bucket lets through goes alone, what has to wait goes together.

use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;

use crate::cases::{
    already_bound, batches, bind, by_call, call, expired, network, oauth, ok, page, page_of,
    refused, renewing_page, too_many, unbind, webhook,
};
use crate::sim::{Answer, START, Sent, Sim};

fn healthy_page() -> Sim {
    let mut sim = page();
    sim.portal = Some(by_call(|_| ok()));
    sim
}

/// Takes the 50 requests that the bucket lets through at once.
fn fill(sim: &mut Sim) {
    (0..50).for_each(|number| _ = sim.submit(bind(&format!("fill {number}"))));
}

/// An answer to the first batch as a whole, and none to later ones.
fn once(answer: Answer) -> impl FnMut(&Sent) -> Option<Answer> {
    let mut left = Some(answer);
    move |_| left.take()
}

fn sizes(sim: &Sim) -> Vec<usize> {
    sim.sent.iter().map(|sent| sent.calls.len()).collect()
}

#[test]
fn two_hundred_calls_take_53_requests_and_less_than_two_seconds() {
    let mut sim = healthy_page();
    (0..200).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.run();
    assert_eq!(sizes(&sim), [vec![1; 50], vec![50; 3]].concat());
    assert!((1..=200).all(|call| sim.code(call) == "ok"));
    let last = sim.ends.values().map(|end| end.at).fold(START, f64::max);
    assert!(last - START <= 2_000.0, "{}", last - START);
    let waits: Vec<_> = sim.sent[50..].iter().map(|sent| sent.at - START).collect();
    let due = [500.0, 1_000.0, 1_500.0];
    assert!(
        waits
            .iter()
            .zip(due)
            .all(|(at, due)| (due..due + 3.0).contains(at)),
        "{waits:?}"
    );
}

#[test]
fn a_batch_is_written_as_the_portal_reads_it() {
    let mut sim = healthy_page();
    fill(&mut sim);
    sim.submit(Call {
        body: "event=A&handler=https%3A%2F%2Fx.y%2F%3Fa%3D1".into(),
        ..bind("A")
    });
    sim.submit(unbind("B"));
    sim.run();
    let batch = &sim.sent[50];
    assert_eq!((batch.method(), batch.items), ("batch", 2));
    assert_eq!(
        batch.body,
        "halt=0\
         &cmd[0]=event.bind%3Fevent%3DA%26handler%3Dhttps%253A%252F%252Fx.y%252F%253Fa%253D1%26call%3D51.\
         &cmd[1]=event.unbind%3Fa%3D1%26call%3D52."
    );
}

#[test]
fn the_token_stands_once_outside() {
    let mut sim = page_of(oauth("t&1", None));
    sim.portal = Some(by_call(|_| ok()));
    fill(&mut sim);
    sim.submit(bind("A"));
    sim.submit(bind("B"));
    sim.run();
    assert!(
        sim.sent[50].body.starts_with("auth=t%261&halt=0&cmd[0]="),
        "{}",
        sim.sent[50].body
    );
    assert_eq!(sim.sent[50].body.matches("auth").count(), 1);
}

#[test]
fn what_waits_alone_goes_alone() {
    let mut sim = healthy_page();
    fill(&mut sim);
    sim.submit(bind("A"));
    sim.run();
    assert_eq!(
        (sim.sent[50].method(), sim.sent[50].items),
        ("event.bind", 0)
    );
}

#[test]
fn other_methods_are_not_merged() {
    let mut sim = healthy_page();
    fill(&mut sim);
    for method in ["profile", "crm.lead.add", "event.get"] {
        sim.submit(call(method));
        sim.submit(bind(method));
    }
    sim.run();
    assert_eq!(
        sim.calls_sent()[50..],
        [vec![51], vec![52, 54, 56], vec![53], vec![55]]
    );
}

#[test]
fn credentials_are_not_merged() {
    let mut sim = healthy_page();
    let other = sim.scheduler.add(webhook());
    fill(&mut sim);
    for event in ["A", "B"] {
        sim.submit(bind(event));
        sim.submit(Call {
            credential: other,
            ..bind(event)
        });
    }
    sim.run();
    assert_eq!(sim.calls_sent()[50..], [[51, 53], [52, 54]]);
}

#[test]
fn connectors_are_not_merged_and_stand_outside() {
    let mut sim = healthy_page();
    fill(&mut sim);
    for event in ["A", "B"] {
        sim.submit(bind(event));
        for connector in ["o&ne", "two"] {
            sim.submit(Call {
                connector: Some(connector.into()),
                ..bind(&[event, connector].concat())
            });
        }
    }
    sim.run();
    assert_eq!(sim.calls_sent()[50..], [[51, 54], [52, 55], [53, 56]]);
    assert!(
        sim.sent[51]
            .body
            .starts_with("halt=0&auth_connector=o%26ne&cmd[0]=")
    );
    assert!(
        sim.sent[52]
            .body
            .starts_with("halt=0&auth_connector=two&cmd[0]=")
    );
    assert!(!sim.sent[50].body.contains("auth_connector"));
}

#[test]
fn switched_off_each_waits_for_its_own_turn() {
    let mut sim = healthy_page();
    sim.scheduler.configure(&Settings {
        merge: Some(false),
        ..Settings::default()
    });
    (0..60).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.run();
    assert_eq!(sizes(&sim), [1; 60]);
    let last = sim.sent[59].at - START;
    assert!(
        (5_000.0..5_030.0).contains(&last),
        "ten turns of half a second: {last}"
    );
}

#[test]
fn each_caller_gets_its_own_item() {
    let mut sim = page();
    sim.portal = Some(by_call(|number| match number {
        52 => refused("ERROR_EVENT_NOT_FOUND", "Event not found", 400),
        53 => already_bound(),
        _ => ok(),
    }));
    fill(&mut sim);
    ["A", "B", "C", "D"]
        .iter()
        .for_each(|event| _ = sim.submit(bind(event)));
    sim.run();
    let codes: Vec<_> = (51..=54).map(|call| sim.code(call)).collect();
    assert_eq!(codes, ["ok", "ERROR_EVENT_NOT_FOUND", "ERROR_CORE", "ok"]);
    let items: Vec<_> = (51..=54).map(|call| sim.end(call).item).collect();
    assert_eq!(items, [Some(0), Some(1), Some(2), Some(3)]);
    assert_eq!(sim.end(1).item, Some(0));
    assert_eq!(sim.error(52).method(), "event.bind");
}

#[test]
fn an_error_of_the_whole_batch_is_that_of_each_call() {
    let mut sim = page();
    sim.portal = Some(batches(
        |_| Some(refused("WRONG_AUTH_TYPE", "denied", 403)),
        |_| ok(),
    ));
    fill(&mut sim);
    sim.submit(bind("A"));
    sim.submit(unbind("B"));
    sim.run();
    assert_eq!(
        (sim.code(51), sim.code(52)),
        ("WRONG_AUTH_TYPE", "WRONG_AUTH_TYPE")
    );
    assert_eq!(sim.error(52).method(), "event.unbind");
}

#[test]
fn a_lost_batch_is_repeated_and_what_was_done_counts_as_bound() {
    let mut sim = page();
    sim.portal = Some(batches(once(network()), |call| {
        if call > 50 { already_bound() } else { ok() }
    }));
    fill(&mut sim);
    ["A", "B", "C"]
        .iter()
        .for_each(|event| _ = sim.submit(bind(event)));
    sim.run();
    for call in 51..=53 {
        assert!(sim.success(call).already_bound, "{call}");
    }
}

#[test]
fn calls_that_a_full_bucket_sent_back_go_together_again() {
    let mut sim = page();
    sim.portal = Some(batches(once(too_many()), |_| ok()));
    fill(&mut sim);
    (0..20).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.run();
    assert_eq!(sizes(&sim)[50..], [20, 20]);
    assert!((51..=70).all(|call| sim.code(call) == "ok" && !sim.success(call).repeated));
}

#[test]
fn a_refused_token_renews_the_whole_batch() {
    let mut sim = renewing_page();
    let is_old = |sent: &Sent| (sent.token() != "new").then(expired);
    sim.portal = Some(batches(is_old, |_| ok()));
    fill(&mut sim);
    (0..10).for_each(|number| _ = sim.submit(bind(&number.to_string())));
    sim.run();
    assert_eq!(sim.asked.len(), 1);
    assert!((1..=60).all(|call| sim.code(call) == "ok"));
}
