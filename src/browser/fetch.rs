//! One POST. The only file that knows `gloo_net`, and only to read the status: its request builder
//! is larger than all else that a POST takes, its `send` and `text` panic or hang where fetch is
//! stubbed or a body breaks off.

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::callback::when;
use super::object::{method, object, set, set_text};
use bx24_protocol::Error;
use bx24_protocol::error::code;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;
}

/// How a request ended: the HTTP status and the body's text.
pub type Answered = Result<(u16, String), Error>;

/// Sends `body` as BX24.js does: without a content type of its own, so that the browser sends a
/// simple request (contract §7.3). `then` runs once: with `NETWORK` without an answer, with
/// `BAD_ANSWER` where the answer broke off.
pub fn post(url: &str, body: &str, signal: AbortSignal, then: Box<dyn FnOnce(Answered)>) {
    let init = object();
    set_text(&init, "method", "POST");
    set_text(&init, "body", body);
    set(&init, "signal", signal.into());
    match fetch(url, &init) {
        Ok(answer) => when(&answer, Box::new(|answer| read(answer, then))),
        Err(_) => then(Err(network())),
    }
}

fn read(answer: JsValue, then: Box<dyn FnOnce(Answered)>) {
    // a stub's answer need not be a `Response`
    let status = match answer.is_object() {
        true => Response::from(answer.clone().unchecked_into::<web_sys::Response>()).status(),
        false => 0,
    };
    if status == 0 {
        return then(Err(network()));
    }
    let text = method(&answer, "text").call0(&answer).unwrap_or_default();
    let told = move |text: JsValue| {
        let broken =
            || Error::new(code::BAD_ANSWER, "the portal's answer broke off").with_status(status);
        then(
            text.as_string()
                .map(|text| (status, text))
                .ok_or_else(broken),
        );
    };
    when(&text, Box::new(told));
}

fn network() -> Error {
    Error::new(
        code::NETWORK,
        "no answer from the portal: no network, a closed connection, or no CORS headers",
    )
}
