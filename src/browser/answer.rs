//! What the portal's answer says: its body stays the parsed object, core gets the few facts that
//! its policy needs.

use wasm_bindgen::JsValue;

use super::object::{get, object, parse, set, set_text, text};
use crate::core::Error;
use crate::core::dispatch::Answer;
use crate::core::error::code;
use crate::core::policy;
use crate::core::text::digits;

/// An answer to one call.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTTP status; 0 without an answer.
    pub status: u16,
    /// The portal's body; undefined where there is none that can be read.
    pub value: JsValue,
    /// The error in it.
    pub error: Option<Error>,
}

impl Body {
    /// No answer, or one that cannot be read.
    pub fn failed(error: Error) -> Self {
        Self {
            status: error.status,
            value: JsValue::UNDEFINED,
            error: Some(error),
        }
    }

    /// Reads a body that came with an HTTP status.
    pub fn read(status: u16, body: &str) -> Self {
        let value = parse(body);
        let error = if value.is_object() {
            fault(&value, status)
        } else {
            Some(bad(status, body))
        };
        Self {
            status,
            value,
            error,
        }
    }

    /// What core has to know of it.
    pub fn facts(&self, reset_in: Option<f64>) -> Answer {
        Answer {
            error: self.error.clone(),
            reset_in,
        }
    }

    /// When the portal forgets what this method has cost, in milliseconds since 1970.
    pub fn reset_at(&self) -> Option<f64> {
        get(&get(&self.value, "time"), "operating_reset_at")
            .as_f64()
            .map(|seconds| seconds * 1000.0)
    }
}

/// Takes the answers to the commands of a batch, which succeeded as a whole, apart.
pub fn items(answer: &JsValue, count: usize) -> Vec<Body> {
    let all = get(answer, "result");
    let mut items = Vec::new();
    for index in 0..count {
        items.push(item(&all, &digits(index as i64)));
    }
    items
}

fn item(all: &JsValue, key: &str) -> Body {
    let refused = get(&get(all, "result_error"), key);
    if refused.is_object() {
        return refusal(refused);
    }
    let result = get(&get(all, "result"), key);
    let value = object();
    set(&value, "result", result);
    set(&value, "time", get(&get(all, "result_time"), key));
    let error = fault(&value, 200);
    Body {
        status: 200,
        value,
        error,
    }
}

/// An error inside a batch, made what a single call would have got.
fn refusal(value: JsValue) -> Body {
    const SCOPE: &str = "The request requires higher privileges than provided by the access token";
    let code = text(&value, "error");
    let description = text(&value, "error_description");
    if description.is_empty() && code == "insufficient_scope" {
        set_text(&value, "error_description", SCOPE);
    }
    let status = policy::status(&code, &description);
    Body {
        status,
        error: fault(&value, status),
        value,
    }
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
