//! Answers and arguments that are refused before anything stands on them.

use bx24_protocol::handlers::plan::SyncOptions;
use serde_json::json;

use crate::script::{Script, batch, handler, healthy, snapshot};

/// Inside the batch that plans and diagnoses stand on.
#[test]
fn a_plan_needs_rows_and_a_caller_that_have_their_shape() {
    for (index, method) in [(0, "event.get"), (2, "profile")] {
        for odd in [json!("x"), json!({}), json!(true), json!(null)] {
            let mut answers = healthy(json!([]));
            *answers.get_mut(index).unwrap() = Ok(odd.clone());
            let script = Script::new([batch(&answers)]);
            let options = SyncOptions::default();
            let plan = script.run(script.client().plan(&[handler("h")], &options));
            let error = plan.unwrap_err();
            assert_eq!(
                (error.code(), error.method()),
                ("BAD_ANSWER", method),
                "{odd}"
            );
        }
    }
}

#[test]
fn a_diagnosis_tells_rows_that_could_not_be_read() {
    let script = Script::new([snapshot(json!("x"))]);
    let found = script.run(script.client().diagnose()).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|one| (&*one.code, &*one.finding))
        .collect();
    let said = "`event.get` was refused: the portal's answer to `event.get` is not a list";
    assert_eq!(
        found,
        [("BAD_ANSWER", said)],
        "and not that nothing is bound"
    );
}

#[test]
fn a_move_between_wrong_bases_sends_nothing() {
    let script = Script::new([]);
    let options = SyncOptions::default();
    let client = script.client();
    let moved = client.move_handlers("x.y", "https://x.y", &options, &|_, _| ());
    assert_eq!(script.run(moved).unwrap_err().code(), "INVALID_ARGUMENT");
    assert_eq!(script.asked(), []);
}

/// It is not sent again: a single bind reports it at once too.
#[test]
fn a_bind_that_is_answered_false_has_failed() {
    let script = Script::new([snapshot(json!([])), batch(&[Ok(json!(false))])]);
    let options = SyncOptions::default();
    let client = script.client();
    let both = async {
        let plan = client.plan(&[handler("h")], &options).await?;
        client.sync(plan, &options, &|_, _| ()).await
    };
    let report = script.run(both).unwrap();
    let codes: Vec<&str> = report.failed.iter().map(|one| one.error.code()).collect();
    assert_eq!(codes, ["BAD_ANSWER"]);
}
