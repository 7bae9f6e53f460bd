//! Calls, credentials and answers that the tests are made of.

use bx24_protocol::calls::credential::{Credential, Token};
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::Error;

use crate::sim::{Answer, Granter, Portal, Reply, Sent, Sim};

/// Milliseconds that a portal takes to answer.
pub const LATENCY: f64 = 40.0;

pub fn call(method: &str) -> Call {
    Call {
        owner: 1,
        credential: 0,
        method: method.into(),
        body: "a=1".into(),
        order: String::new(),
        idempotency: Idempotency::of(method),
        connector: None,
        timeout: 60_000.0,
        attempt_timeout: 30_000.0,
        retries: 4,
    }
}

pub fn bind(event: &str) -> Call {
    Call {
        order: event.into(),
        ..call("event.bind")
    }
}

pub fn unbind(event: &str) -> Call {
    Call {
        order: event.into(),
        ..call("event.unbind")
    }
}

/// A page with one webhook, whose test answers the requests.
pub fn page() -> Sim {
    page_of(webhook())
}

/// A page with this credential, whose test answers the requests.
pub fn page_of(credential: Credential) -> Sim {
    let mut sim = Sim::new(&Settings::default());
    sim.scheduler.add(credential);
    sim
}

/// A page with the token `old`, which is renewed to `new` whenever that is asked for.
pub fn renewing_page() -> Sim {
    let mut sim = page_of(oauth("old", None));
    sim.granter = Some(grants("new"));
    sim
}

/// A page with one webhook and a portal that answers each request by `answer`.
pub fn page_with(answer: impl FnMut(&Sent) -> Answer + 'static) -> Sim {
    let mut sim = page();
    sim.portal = Some(replies(answer));
    sim
}

pub fn replies(mut answer: impl FnMut(&Sent) -> Answer + 'static) -> Portal {
    Box::new(move |sent| {
        let outer = answer(sent);
        Some(Reply {
            after: LATENCY,
            outer,
            items: Vec::new(),
        })
    })
}

/// Gives these answers, one to each request; there has to be one.
pub fn in_turn(answers: impl IntoIterator<Item = Answer, IntoIter: 'static>) -> Portal {
    let mut answers = answers.into_iter();
    replies(move |_| answers.next().unwrap())
}

/// Answers a batch by one answer per command, which `item` gives for the call's number.
pub fn by_call(item: impl FnMut(u32) -> Answer + 'static) -> Portal {
    batches(|_| None, item)
}

/// The same, except where `whole` has one answer for all of a batch.
pub fn batches(
    mut whole: impl FnMut(&Sent) -> Option<Answer> + 'static,
    mut item: impl FnMut(u32) -> Answer + 'static,
) -> Portal {
    Box::new(move |sent| {
        let whole = if sent.items > 0 { whole(sent) } else { None };
        let (outer, items) = match whole {
            Some(answer) => (answer, Vec::new()),
            None if sent.items == 0 => (item(sent.calls[0]), Vec::new()),
            None => (ok(), sent.calls.iter().map(|call| item(*call)).collect()),
        };
        Some(Reply {
            after: LATENCY,
            outer,
            items,
        })
    })
}

/// Gives a token of this name whenever one is asked for.
pub fn grants(value: &'static str) -> Granter {
    Box::new(move |_, _| Some((20.0, Ok(named(value, None)))))
}

pub fn webhook() -> Credential {
    Credential::webhook("https://portal.example/rest/1/secret".into())
}

pub fn oauth(token: &str, expires_at: Option<f64>) -> Credential {
    Credential::oauth(
        "https://portal.example/rest".into(),
        named(token, expires_at),
        true,
    )
}

pub fn frame() -> Credential {
    Credential::frame("https://portal.example/rest".into(), 10_000.0)
}

pub fn named(value: &str, expires_at: Option<f64>) -> Token {
    Token {
        value: value.into(),
        expires_at,
    }
}

pub fn ok() -> Answer {
    Answer::default()
}

pub fn refused(code: &str, description: &str, status: u16) -> Answer {
    Answer::failed(Error::new(code, description).with_status(status))
}

pub fn expired() -> Answer {
    refused(
        "expired_token",
        "The access token provided has expired",
        401,
    )
}

pub fn too_many() -> Answer {
    refused("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)
}

pub fn network() -> Answer {
    refused("NETWORK", "the request failed", 0)
}

pub fn already_bound() -> Answer {
    refused(
        "ERROR_CORE",
        "Unable to set event handler: Handler already binded",
        400,
    )
}

pub fn busy() -> Answer {
    let text = "Unable to set event handler: Process of binding the handler has already started";
    refused("ERROR_CORE", text, 400)
}

pub fn aborted() -> Error {
    Error::new("ABORTED", "the caller's signal ended the call")
}
