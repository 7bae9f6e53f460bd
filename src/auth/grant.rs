//! Reads a token that comes from the parent page, from BX24.js or from the caller.

use bx24_protocol::Error;
use bx24_protocol::calls::credential::Token;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::body::Body as _;
use wasm_bindgen::JsValue;

use crate::transport::body::JsBody;
use crate::transport::cause::JsCause;
use crate::transport::clock::now;
use crate::transport::token_source::Grant;

/// What the token is called: by the parent page, by OAuth, by a caller in JavaScript.
const TOKEN: [&str; 3] = ["AUTH_ID", "access_token", "accessToken"];
/// What its lifetime in seconds is called: by OAuth and BX24.js, by the parent page, by a caller in
/// JavaScript.
const LIFETIME: [&str; 3] = ["expires_in", "AUTH_EXPIRES", "expiresIn"];

/// Reads a first token. One whose time is over already is renewed before it is used, as BX24.js does.
///
/// # Errors
/// `NO_FRAME` if there is none.
pub fn first(given: JsValue) -> Result<Grant, Error> {
    let members = JsBody(given.clone());
    let value = token_value(&given).ok_or_else(|| {
        Error::new(
            ErrorCode::NoFrame,
            "the parent page answered without a token: reload the app",
        )
    })?;
    Ok(Grant {
        token: Token {
            value,
            expires_at: lifetime(&members).map(expires_at),
        },
        init_data: given,
    })
}

/// Reads a new token, or why there is none, which `not_renewed` says. A time that is over already is
/// not believed: there would be no end of renewing.
///
/// # Errors
/// `REFRESH_FAILED` where there is none; its source is what was given in its place.
pub fn renewed(
    given: Result<JsValue, JsValue>,
    not_renewed: fn() -> Error,
) -> Result<Grant, Error> {
    let failed = |given| not_renewed().with_source(JsCause(given));
    let given = given.map_err(failed)?;
    let members = JsBody(given.clone());
    let value = token_value(&given).ok_or_else(|| failed(given))?;
    let lifetime = lifetime(&members).filter(|seconds| *seconds > 0.0);
    Ok(Grant {
        token: Token {
            value,
            expires_at: lifetime.map(expires_at),
        },
        init_data: JsValue::UNDEFINED,
    })
}

fn token_value(given: &JsValue) -> Option<String> {
    let members = JsBody(given.clone());
    let named = TOKEN.iter().map(|name| members.text(name));
    let mut values = given.as_string().into_iter().chain(named);
    values.find(|value| !value.is_empty())
}

/// Seconds until the token's end, as a number or as a string of digits.
fn lifetime(members: &JsBody) -> Option<f64> {
    let seconds = LIFETIME.iter().find_map(|name| members.integer(name));
    seconds.map(|seconds| seconds as f64)
}

/// When a token ends that lasts so many seconds.
fn expires_at(seconds: f64) -> f64 {
    // BX24.js calls an absolute time in milliseconds `expires_in` (contract §7.2)
    if seconds > 1e11 {
        return seconds;
    }
    now().wall + seconds * 1000.0
}
