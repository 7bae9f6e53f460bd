//! Reads an answer of the portal (contract §1.5, §5).

use super::body::Body;
use crate::calls::retry;
use crate::error::{Error, ErrorCode};

/// An HTTP answer, or why there is none.
#[derive(Clone, Debug)]
pub struct Answer<B> {
    /// Why the call failed; `None` after a success.
    pub error: Option<Error>,
    /// HTTP status; 0 without an answer.
    pub status: u16,
    /// The parsed body; `None` if there is none, or it is not JSON.
    pub body: Option<B>,
    /// Milliseconds until the portal's `operating_reset_at`, if it has sent one.
    pub reset_in: Option<f64>,
}

impl<B> Default for Answer<B> {
    /// A success without a body.
    fn default() -> Self {
        Self {
            error: None,
            status: 0,
            body: None,
            reset_in: None,
        }
    }
}

/// The description of `insufficient_scope`, which the portal leaves out inside a batch.
const SCOPE: &str = "The request requires higher privileges than provided by the access token";

impl<B> Answer<B> {
    /// No answer.
    #[must_use]
    pub fn failed(error: Error) -> Self {
        Self {
            status: error.status(),
            error: Some(error),
            ..Self::default()
        }
    }
}

impl<B: Body> Answer<B> {
    /// An answer whose body is empty, or anything but a JSON value.
    #[must_use]
    pub fn unreadable(status: u16, is_empty: bool) -> Self {
        Self::failed(bad_answer(status, is_empty))
    }

    /// An answer with a JSON body.
    #[must_use]
    pub fn new(status: u16, body: B) -> Self {
        let error = if body.is_object() {
            error_of(&body, status)
        } else {
            Some(bad_answer(status, false))
        };
        Self {
            error,
            status,
            body: Some(body),
            reset_in: None,
        }
    }

    /// The portal's `operating_reset_at` (contract §1.6), in milliseconds since 1970.
    #[must_use]
    pub fn reset_at(&self) -> Option<f64> {
        let time = self.body.as_ref()?.get("time")?;
        Some(time.get("operating_reset_at")?.as_number()? * 1000.0)
    }

    /// The answers to the `count` commands of a batch that succeeded as a whole.
    #[must_use]
    pub fn commands(&self, count: usize) -> Vec<Self> {
        let all = self.body.as_ref().and_then(|body| body.get("result"));
        let all = all.unwrap_or_default();
        (0..count).map(|index| Self::command(&all, index)).collect()
    }

    fn command(all: &B, index: usize) -> Self {
        let key = index.to_string();
        let member = |name: &str| all.get(name)?.get(&key);
        if let Some(refused) = member("result_error").filter(B::is_object) {
            return Self::refused_command(refused);
        }
        let mut body = B::object();
        for (name, value) in [
            ("result", member("result")),
            ("time", member("result_time")),
        ] {
            if let Some(value) = value {
                body.set(name, value);
            }
        }
        Self::new(200, body)
    }

    /// An error inside a batch, with the status and description that a single call would have got.
    fn refused_command(mut body: B) -> Self {
        let code = body.text("error");
        let description = body.text("error_description");
        if description.is_empty() && code == "insufficient_scope" {
            body.set("error_description", B::from_text(SCOPE));
        }
        Self::new(retry::status_of(&code, &description), body)
    }
}

/// The error in a body, if there is one.
fn error_of<B: Body>(body: &B, status: u16) -> Option<Error> {
    let code = code_of(body);
    // live portals answer `{"error":""}` with 400 for an object that is not there (contract §14)
    let is_refusal = (400..500).contains(&status) && body.get("error").is_some();
    if code.is_empty() && !is_refusal {
        let is_success = body.get("result").is_some() && status < 400;
        return (!is_success).then(|| bad_answer(status, false));
    }
    let argument = body.get("argument").and_then(|value| value.as_text());
    let error = Error::new(code.as_str(), description_of(body));
    Some(error.with_status(status).with_argument(argument))
}

/// The code of an error: a string, the `code` of REST v3's object (contract §14), or a number.
fn code_of<B: Body>(body: &B) -> String {
    let Some(error) = body.get("error") else {
        return String::new();
    };
    let number = error.as_number().map(|number| (number as i64).to_string());
    error
        .as_text()
        .or(number)
        .unwrap_or_else(|| error.text("code"))
}

fn description_of<B: Body>(body: &B) -> String {
    match body.get("error").map(|error| error.text("message")) {
        Some(message) if !message.is_empty() => message,
        _ => body.text("error_description"),
    }
}

fn bad_answer(status: u16, is_empty: bool) -> Error {
    let description = if is_empty {
        "the portal's answer is empty"
    } else {
        "the portal's answer is no REST answer: it may be a proxy's or a maintenance page"
    };
    Error::new(ErrorCode::BadAnswer, description).with_status(status)
}

/// The error of an answer whose `result` has another shape than the method gives.
#[must_use]
pub fn unexpected_result(method: &str, expected: &str, status: u16) -> Error {
    let description = format!("the portal's answer to `{method}` is not {expected}");
    Error::new(ErrorCode::BadAnswer, description)
        .with_status(status)
        .with_method(method)
}
