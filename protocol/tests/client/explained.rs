//! What a refused bind says after the portal's words.

use bx24_protocol::handlers::handler::Handler;
use serde_json::json;

use crate::script::{Script, Step, refused, result};

/// What a refused bind of `event` at `url` says, and what was asked.
fn explained(event: &str, url: &str, answers: Vec<Step>) -> (String, Vec<String>) {
    let script = Script::new(answers);
    let handler = Handler {
        event: event.into(),
        handler: Some(url.into()),
        ..Handler::default()
    };
    let error = script.run(script.client().bind(&handler)).unwrap_err();
    let asked = script.lines();
    let methods = asked.iter().map(|line| line.split('?').next().unwrap());
    (
        error.description().to_owned(),
        methods.map(String::from).collect(),
    )
}

const NOT_FOUND: &str = "ERROR_EVENT_NOT_FOUND";

#[test]
fn an_unknown_event_has_a_suggestion_after_the_portals_words() {
    let unknown = || refused(400, NOT_FOUND, "Event not found");
    let known = || result(json!(["ONCRMLEADADD", "ONCRMDEALADD"]));
    let url = "https://x.y/h";
    let both = ["event.bind", "events"];
    for (event, said) in [
        (
            "OnCrmLeadAd",
            "Event not found: the granted scopes have no event `ONCRMLEADAD`; did you mean `ONCRMLEADADD`?",
        ),
        (
            "SOMETHINGELSE",
            "Event not found: the granted scopes have no event `SOMETHINGELSE`: check the code and the scopes",
        ),
        // it is there: the portal has its own reasons
        ("ONCRMLEADADD", "Event not found"),
    ] {
        let found = explained(event, url, vec![unknown(), known()]);
        assert_eq!(found, (said.to_owned(), both.map(String::from).to_vec()));
    }
    let denied = refused(403, "ACCESS_DENIED", "");
    let (said, _) = explained("X", url, vec![unknown(), denied]);
    assert_eq!(said, "Event not found");
}

#[test]
fn a_refused_url_has_the_reason_after_the_portals_words() {
    for (url, code, words, said) in [
        (
            "https://localhost/h",
            "ERROR_WRONG_HANDLER_URL",
            "Wrong handler URL",
            "Wrong handler URL: the host `localhost` has no dot: give a public name or an IPv4 address",
        ),
        (
            "HTTPS://x.y/h",
            "ERROR_UNSUPPORTED_PROTOCOL",
            "Unsupported handler protocol",
            "Unsupported handler protocol: the portal does not take the scheme `HTTPS`: write `http` or `https`",
        ),
        (
            "https://x.y/h",
            "ERROR_WRONG_HANDLER_URL",
            "Wrong handler URL",
            "Wrong handler URL",
        ),
    ] {
        let found = explained("E", url, vec![refused(400, code, words)]);
        assert_eq!(found, (said.to_owned(), vec!["event.bind".to_owned()]));
    }
}
