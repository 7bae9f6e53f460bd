//! One POST. The only file that knows `gloo_net`, and only to build the request: its `send` and
//! `text` panic or hang where fetch is stubbed or a body breaks off.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::promise::settled;
use crate::core::Error;
use crate::core::error::code;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;

    /// Whatever fetch answered; a stub's answer need not be a `Response`.
    type Answer;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn status(this: &Answer) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn text(this: &Answer) -> Result<JsValue, JsValue>;
}

/// Sends `body` as BX24.js does: without a content type of its own, so that the browser sends a
/// simple request (contract §7.3). Answers the HTTP status and the body's text.
///
/// # Errors
/// `NETWORK` without an answer, `BAD_ANSWER` where the answer broke off.
pub async fn post(url: &str, body: String, signal: &AbortSignal) -> Result<(u16, String), Error> {
    let request = gloo_net::http::Request::post(url)
        .abort_signal(Some(signal))
        .body(body)
        .map_err(|_| network())?;
    let answer = fetch(&web_sys::Request::from(request)).map_err(|_| network())?;
    let answer = settled(&answer).await.ok_or_else(network)?;
    let answer: Answer = answer.unchecked_into();
    let status = answer.status().ok().and_then(|status| status.as_f64());
    let Some(status) = status.map(|status| status as u16) else {
        return Err(network());
    };
    let text = settled(&answer.text().unwrap_or_default()).await;
    let text = text.and_then(|text| text.as_string());
    let broken =
        || Error::new(code::BAD_ANSWER, "the portal's answer broke off").with_status(status);
    text.map(|text| (status, text)).ok_or_else(broken)
}

fn network() -> Error {
    Error::new(
        code::NETWORK,
        "no answer from the portal: the network failed, the connection was closed, or the answer has no CORS headers",
    )
}
