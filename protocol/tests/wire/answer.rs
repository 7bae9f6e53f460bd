//! What an answer of the portal says (contract §1.5, §2.2, §5, §14).

use bx24_protocol::calls::retry::{Decision, decide};
use bx24_protocol::wire::answer::Answer;
use serde_json::{Value, json};

fn error(status: u16, body: Value) -> (String, String, Decision) {
    let error = Answer::new(status, body).error.unwrap();
    let (code, text) = (error.code().to_owned(), error.description().to_owned());
    assert_eq!(error.status(), status);
    (code, text, decide(&error))
}

#[test]
fn a_4xx_with_an_own_error_is_the_portals_answer_whatever_the_code_is() {
    let rows = [
        (
            json!({"error": "", "error_description": "Not found"}),
            "",
            "Not found",
        ),
        (json!({"error": null, "error_description": "No"}), "", "No"),
        (json!({"error": 404}), "404", ""),
        (json!({"error": {}}), "", ""),
        (
            json!({"error": {"code": "BITRIX_REST_V3", "message": "No such"}}),
            "BITRIX_REST_V3",
            "No such",
        ),
        (json!({"error": false}), "", ""),
        (json!({"error": "", "result": true}), "", ""),
    ];
    for (body, code, text) in rows {
        let expected = (code.to_owned(), text.to_owned(), Decision::Report);
        assert_eq!(error(400, body.clone()), expected, "{body}");
    }
}

#[test]
fn an_answer_that_says_neither_is_a_lost_one() {
    for (status, body) in [
        (400, json!({})),
        (404, json!({"result": true})),
        (200, json!({"error": ""})),
        (200, json!({})),
        (200, json!([])),
        (200, json!("text")),
        (200, json!(null)),
        (502, json!({"error": ""})),
    ] {
        let (code, _, decision) = error(status, body.clone());
        assert_eq!(
            (code.as_str(), decision),
            ("BAD_ANSWER", Decision::Unknown),
            "{body}"
        );
    }
    assert!(Answer::new(200, json!({"result": null})).error.is_none());
    for (is_empty, text) in [(true, "is empty"), (false, "is no REST answer")] {
        let answer = Answer::<Value>::unreadable(404, is_empty);
        let error = answer.error.unwrap();
        assert_eq!((error.code(), error.status()), ("BAD_ANSWER", 404));
        assert!(error.description().contains(text), "{error}");
    }
}

#[test]
fn commands_of_a_batch_are_what_single_calls_would_be() {
    let whole = Answer::new(
        200,
        json!({"result": {
            "result": {"1": true},
            "result_error": [{"error": "insufficient_scope", "error_description": ""}],
            "result_time": {"1": {"operating_reset_at": 5}},
        }}),
    );
    let [refused, done, absent] = whole.commands(3).try_into().unwrap();
    let error = refused.error.unwrap();
    assert_eq!((error.code(), error.status()), ("insufficient_scope", 401));
    assert!(error.description().contains("higher privileges"));
    assert!(done.error.is_none());
    assert_eq!(done.reset_at(), Some(5000.0));
    assert_eq!(absent.error.unwrap().code(), "BAD_ANSWER");
}

/// Only a missing scope has no words of the portal's inside a batch.
#[test]
fn a_command_keeps_the_words_that_it_was_refused_with() {
    for (code, text) in [("insufficient_scope", "crm"), ("ERROR_CORE", "")] {
        let refused = json!({"error": code, "error_description": text});
        let whole = Answer::new(200, json!({"result": {"result_error": [refused]}}));
        let [command] = whole.commands(1).try_into().unwrap();
        assert_eq!(command.error.unwrap().description(), text, "{code}");
    }
}
