//! One POST. The only file that knows `gloo_net`, and only to build the request: its `send` and
//! `text` panic or hang where fetch is stubbed or a body breaks off.

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request};

use super::object::{get, method, object, set, set_text};
use super::promise::when;
use crate::core::Error;
use crate::core::error::code;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(request: &Request, init: &JsValue) -> Result<JsValue, JsValue>;
}

/// How a request ended: the HTTP status and the body's text.
pub type Answered = Result<(u16, String), Error>;

/// What all POSTs to one URL have in common; nothing for a URL that is none. Built once: `gloo_net`
/// takes its time.
pub fn prepared(url: &str) -> Option<Request> {
    let built = gloo_net::http::Request::post(url).build();
    built.ok().map(Into::into)
}

/// Sends `body` as BX24.js does: without a content type of its own, so that the browser sends a
/// simple request (contract §7.3). `then` runs once: with `NETWORK` without an answer, with
/// `BAD_ANSWER` where the answer broke off.
pub fn post(
    request: Option<&Request>,
    body: &str,
    signal: &AbortSignal,
    then: Box<dyn FnOnce(Answered)>,
) {
    let init = object();
    set_text(&init, "body", body);
    set(&init, "signal", signal);
    match request.and_then(|request| fetch(request, &init).ok()) {
        Some(answer) => when(&answer, Box::new(|answer| read(&answer, then))),
        None => then(Err(network())),
    }
}

fn read(answer: &JsValue, then: Box<dyn FnOnce(Answered)>) {
    // a stub's answer need not be a `Response`
    let Some(status) = get(answer, "status").as_f64() else {
        return then(Err(network()));
    };
    let status = status as u16;
    let text = method(answer, "text").call0(answer).unwrap_or_default();
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
        "no answer from the portal: the network failed, the connection was closed, or the answer has no CORS headers",
    )
}
