//! `diagnose`: what could be read, and what could not.

use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::client::Caller;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::handlers::plan::SyncOptions;
use serde_json::json;

use crate::script::{CommandAnswer, Script, Step, batch, failed, healthy, row};

/// The findings: code and text.
fn findings(answers: Step, is_webhook: bool) -> Result<Vec<(String, String)>, Error> {
    let script = Script::new([answers]);
    let client = script.client_of(&Rc::new(Caller::new(is_webhook)));
    let diagnoses = script.run(client.diagnose())?;
    let pairs = diagnoses.into_iter().map(|one| (one.code, one.finding));
    Ok(pairs.collect())
}

fn answers(changes: &[(usize, CommandAnswer)]) -> Step {
    let mut answers = healthy(json!([row("h")]));
    for (index, answer) in changes {
        *answers.get_mut(*index).unwrap() = answer.clone();
    }
    batch(&answers)
}

fn codes(answers: Step, is_webhook: bool) -> Vec<String> {
    let findings = findings(answers, is_webhook).unwrap();
    findings.into_iter().map(|(code, _)| code).collect()
}

#[test]
fn nothing_is_wrong_with_a_healthy_portal() {
    assert_eq!(findings(answers(&[]), false), Ok(Vec::new()));
}

#[test]
fn what_could_not_be_read_is_a_finding_and_the_rest_is_judged() {
    let found = findings(
        answers(&[
            (0, Err(("WRONG_AUTH_TYPE", "Current authorization type"))),
            (4, Err(("insufficient_scope", ""))),
            (3, Ok(json!({ "INSTALLED": false }))),
        ]),
        false,
    );
    let found = found.unwrap();
    let codes: Vec<&str> = found.iter().map(|(code, _)| &**code).collect();
    assert_eq!(codes, ["NOT_INSTALLED", "WEBHOOK_TOKEN", "SCOPE_MISSING"]);
    let texts: Vec<&str> = found.iter().map(|(_, text)| &**text).collect();
    assert_eq!(
        texts.get(1),
        Some(&"`event.get` was refused: Current authorization type")
    );
    assert!(texts.get(2).unwrap().starts_with("`scope` was refused: "));
}

#[test]
fn a_webhook_has_no_application_and_that_is_no_finding() {
    let no_app = || answers(&[(3, Err(("WRONG_AUTH_TYPE", "no application")))]);
    assert_eq!(codes(no_app(), true), ["WEBHOOK_TOKEN"]);
    let found = findings(no_app(), false).unwrap();
    let refused = "`app.info` was refused: no application";
    assert_eq!(found, [("WEBHOOK_TOKEN".into(), refused.into())]);
}

/// Only `diagnose` asks for the plan; what is not known of it is no finding.
#[test]
fn offline_handlers_need_a_licence() {
    let queued = json!([{ "event": "ONCRMLEADADD", "connector_id": "", "offline": 1 }]);
    for (answer, expected) in [
        (Ok(json!({ "value": "N" })), &["OFFLINE_LICENSE"][..]),
        (Ok(json!({ "value": "Y" })), &[]),
        (Ok(json!({ "value": "en_selfhosted" })), &[]),
        (Err(("ACCESS_DENIED", "no")), &[]),
    ] {
        let mut answers = healthy(queued.clone()).to_vec();
        answers.push(answer);
        let script = Script::new([batch(&answers)]);
        let found = script.run(script.client().diagnose()).unwrap();
        let codes: Vec<&str> = found.iter().map(|one| &*one.code).collect();
        assert_eq!(codes, expected);
        let asked = script.lines().concat();
        assert!(
            asked.contains("feature.get%3Fcode%3Drest_offline_extended"),
            "{asked}"
        );
    }
    let script = Script::new([batch(&healthy(queued))]);
    script
        .run(script.client().plan(&[], &SyncOptions::default()))
        .unwrap();
    assert!(!script.lines().concat().contains("feature.get"));
}

#[test]
fn only_a_batch_that_fails_as_a_whole_is_an_error() {
    let none = failed(Error::new(ErrorCode::Network, "none"));
    assert_eq!(findings(none, false).unwrap_err().code(), "NETWORK");
    let all: Vec<_> = (0..5).map(|_| Err(("ACCESS_DENIED", "no"))).collect();
    let found = findings(batch(&all), false).unwrap();
    assert_eq!(found.len(), 5);
}
