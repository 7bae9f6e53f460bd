//! Answers and arguments that are refused before anything stands on them.

use bx24_protocol::handlers::plan::SyncOptions;
use serde_json::json;

use crate::script::{Script, batch, handler, healthy, snapshot};

/// Kind: answers of a wrong shape inside the batch that plans and diagnoses stand on (A18).
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

/// `diagnose` says that nothing is bound, where it could not read what is.
#[test]
fn a_diagnosis_tells_rows_that_could_not_be_read() {
    let script = Script::new([snapshot(json!("x"))]);
    let found = script.run(script.client().diagnose()).unwrap();
    assert!(
        found.iter().all(|one| one.code != "NOTHING_BOUND"),
        "{found:?}"
    );
}

/// `plan` refuses wrong options before it sends; `moveHandlers` reads first.
#[test]
fn a_move_between_wrong_bases_sends_nothing() {
    let script = Script::new([]);
    let options = SyncOptions::default();
    let client = script.client();
    let moved = client.move_handlers("x.y", "https://x.y", &options, &|_, _| ());
    assert_eq!(script.run(moved).unwrap_err().code(), "INVALID_ARGUMENT");
}

/// `Applier::answered`: "A bind that is answered `false` has failed"; a single bind reports it at
/// once. In a `sync` it is sent six times, with pauses of 31 s in all.
#[test]
fn a_bind_that_is_answered_false_has_failed() {
    let script = Script::new([snapshot(json!([])), batch(&[Ok(json!(false))])]);
    let options = SyncOptions::default();
    let client = script.client();
    let both = async {
        let plan = client.plan(&[handler("h")], &options).await?;
        client.sync(plan, &options, &|_, _| ()).await
    };
    assert_eq!(script.run(both).unwrap().failed.len(), 1);
}
