//! One POST. The only file that knows `gloo_net`, and only to build the request: its `send` and
//! `text` panic or hang where fetch is stubbed or a body breaks off.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::object::{get, method};
use super::promise::settled;
use crate::core::Error;
use crate::core::error::code;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// Sends `body` as BX24.js does: without a content type of its own, so that the browser sends a
/// simple request (contract §7.3). Answers the HTTP status and the body's text.
///
/// # Errors
/// `NETWORK` without an answer, `BAD_ANSWER` where the answer broke off.
pub async fn post(url: &str, body: String, signal: &AbortSignal) -> Result<(u16, String), Error> {
    // a stub's answer need not be a `Response`
    let answer = settled(&asked(url, body, signal)?).await;
    let answer = answer.ok_or_else(network)?;
    let Some(status) = get(&answer, "status").as_f64() else {
        return Err(network());
    };
    let text = method(&answer, "text").call0(&answer);
    let text = settled(&text.unwrap_or_default()).await.unwrap_or_default();
    let broken = || {
        let mut error = Error::new(code::BAD_ANSWER, "the portal's answer broke off");
        error.status = status as u16;
        error
    };
    let text = text.as_string().ok_or_else(broken)?;
    Ok((status as u16, text))
}

fn asked(url: &str, body: String, signal: &AbortSignal) -> Result<JsValue, Error> {
    let request = gloo_net::http::Request::post(url)
        .abort_signal(Some(signal))
        .body(body)
        .map_err(|_| network())?;
    fetch(&web_sys::Request::from(request)).map_err(|_| network())
}

fn network() -> Error {
    Error::new(
        code::NETWORK,
        "no answer from the portal: the network failed, the connection was closed, or the answer has no CORS headers",
    )
}
