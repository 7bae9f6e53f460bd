//! `plan`: one batch that reads, and what it cannot do without.

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::handlers::plan::{Plan, Prune, Step, SyncOptions};
use bx24_protocol::wire::command::Command;
use serde_json::json;

use crate::script::{Asked, Script, batch, commands, handler, healthy, refused, row, snapshot};

fn under(base: &str) -> SyncOptions {
    SyncOptions {
        prune: Prune::UnderUrl(base.into()),
        ..SyncOptions::default()
    }
}

/// Plans one handler.
fn planned(script: &Script) -> Result<Plan, Error> {
    let options = SyncOptions::default();
    script.run(script.client().plan(&[handler("h")], &options))
}

#[test]
fn a_plan_reads_in_one_batch_that_may_be_repeated() {
    let script = Script::new([snapshot(json!([row("old"), row("kept")]))]);
    let wanted = [handler("kept"), handler("new")];
    let options = under("https://x.y/");
    let plan = script.run(script.client().plan(&wanted, &options)).unwrap();
    let urls = |steps: &[Step]| {
        let urls = steps.iter().map(|step| step.handler.url().to_owned());
        urls.collect::<Vec<_>>()
    };
    assert_eq!(urls(&plan.bind), ["https://x.y/new"]);
    assert_eq!(urls(&plan.keep), ["https://x.y/kept"]);
    assert_eq!(urls(&plan.unbind), ["https://x.y/old"]);
    let asked = script.asked();
    let [Asked::Call(command, Idempotency::Safe)] = &*asked else {
        panic!("{asked:?}");
    };
    assert_eq!(command.method, "batch");
    assert_eq!(
        commands(command),
        ["event.get?", "events?", "profile?", "app.info?", "scope?"]
    );
    let halt = Command::new("batch").with("halt", "0");
    assert_eq!(command.params.first(), halt.params.first());
}

#[test]
fn wrong_options_are_refused_before_anything_is_sent() {
    let script = Script::new([]);
    let error = script
        .run(script.client().plan(&[], &under("x.y/")))
        .unwrap_err();
    assert_eq!(error.code(), "INVALID_ARGUMENT");
    assert!(error.description().contains("`underUrl`"), "{error}");
    assert_eq!(script.asked(), []);
}

#[test]
fn without_handlers_or_caller_there_is_no_plan() {
    for (index, method) in [(0, "event.get"), (2, "profile")] {
        let mut answers = healthy(json!([]));
        *answers.get_mut(index).unwrap() = Err(("ACCESS_DENIED", "no"));
        let script = Script::new([batch(&answers)]);
        let error = planned(&script).unwrap_err();
        assert_eq!((error.code(), error.method()), ("ACCESS_DENIED", method));
    }
}

#[test]
fn a_plan_can_do_without_the_rest() {
    let mut answers = healthy(json!([]));
    for index in [1, 3, 4] {
        *answers.get_mut(index).unwrap() = Err(("ACCESS_DENIED", "no"));
    }
    let script = Script::new([batch(&answers)]);
    assert_eq!(planned(&script).unwrap().bind.len(), 1);
}

#[test]
fn a_batch_that_fails_as_a_whole_is_reported() {
    let script = Script::new([refused(401, "NO_AUTH_FOUND", "x")]);
    let error = planned(&script).unwrap_err();
    assert_eq!((error.code(), error.method()), ("NO_AUTH_FOUND", "batch"));
}
