//! What the portal's answer says: its body stays the parsed object, core gets the few facts that
//! its policy needs.

use wasm_bindgen::JsValue;

use super::object::{get, object, parse, set, set_text, text};
use bx24_protocol::Error;
use bx24_protocol::calls::retry;
use bx24_protocol::calls::scheduler::Answer;
use bx24_protocol::error::code;
use bx24_protocol::text::digits;

/// What the portal sent.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTTP status; 0 without an answer.
    pub status: u16,
    /// The body, parsed; undefined where there is none that can be read.
    pub value: JsValue,
}

/// Reads a body that came with an HTTP status.
pub fn read(status: u16, body: &str) -> Answer<Body> {
    let value = parse(body);
    let error = if value.is_object() {
        fault(&value, status)
    } else {
        Some(bad(status, body))
    };
    made(status, value, error)
}

fn made(status: u16, value: JsValue, error: Option<Error>) -> Answer<Body> {
    Answer {
        error,
        reset_in: None,
        body: Body { status, value },
    }
}

/// When the portal forgets what this method has cost, in milliseconds since 1970.
pub fn reset_at(body: &Body) -> Option<f64> {
    get(&get(&body.value, "time"), "operating_reset_at")
        .as_f64()
        .map(|seconds| seconds * 1000.0)
}

/// Takes the answers to the commands of a batch, which succeeded as a whole, apart.
pub fn items(answer: &JsValue, count: usize) -> Vec<Answer<Body>> {
    let all = get(answer, "result");
    let mut items = Vec::new();
    for index in 0..count {
        items.push(item(&all, &digits(index as i64)));
    }
    items
}

fn item(all: &JsValue, key: &str) -> Answer<Body> {
    let refused = get(&get(all, "result_error"), key);
    if refused.is_object() {
        return refusal(refused);
    }
    let result = get(&get(all, "result"), key);
    let value = object();
    set(&value, "result", result);
    set(&value, "time", get(&get(all, "result_time"), key));
    let error = fault(&value, 200);
    made(200, value, error)
}

/// An error inside a batch, made what a single call would have got.
fn refusal(value: JsValue) -> Answer<Body> {
    const SCOPE: &str = "The request requires higher privileges than provided by the access token";
    let code = text(&value, "error");
    let description = text(&value, "error_description");
    if description.is_empty() && code == "insufficient_scope" {
        set_text(&value, "error_description", SCOPE);
    }
    let status = retry::status(&code, &description);
    let error = fault(&value, status);
    made(status, value, error)
}

fn fault(value: &JsValue, status: u16) -> Option<Error> {
    let code = text(value, "error");
    if code.is_empty() {
        let missing = get(value, "result").is_undefined();
        return (missing || status >= 400).then(|| bad(status, "{}"));
    }
    let mut error = Error::new(&code, &text(value, "error_description"));
    error.status = status;
    error.argument = get(value, "argument").as_string();
    Some(error)
}

fn bad(status: u16, body: &str) -> Error {
    let description = if body.is_empty() {
        "the portal's answer is empty"
    } else {
        "the portal's answer is no REST answer: it may be a proxy's or a maintenance page"
    };
    Error::new(code::BAD_ANSWER, description).with_status(status)
}
