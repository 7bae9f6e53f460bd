//! A token as the parent page, BX24.js or the caller gives it.

use bx24_protocol::Error;
use bx24_protocol::calls::credential::{Token, not_renewed};
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::body::Body as _;
use wasm_bindgen::JsValue;

use crate::transport::body::JsBody;
use crate::transport::clock::now;
use crate::transport::token_source::Grant;

/// The names of a token: from the parent page, by OAuth, and as JavaScript writes it.
const TOKEN: [&str; 3] = ["AUTH_ID", "access_token", "accessToken"];
/// The names of the seconds until its end, in another order: BX24.js gives the first one.
const LIFETIME: [&str; 3] = ["expires_in", "AUTH_EXPIRES", "expiresIn"];

/// Reads a first token.
///
/// # Errors
/// `NO_FRAME` where there is none.
pub fn first(given: JsValue) -> Result<Grant, Error> {
    let token = token(&given).ok_or_else(|| {
        Error::new(
            ErrorCode::NoFrame,
            "the parent page answered without a token: reload the app",
        )
    })?;
    Ok(Grant {
        token,
        init_data: given,
    })
}

/// Reads a new token.
///
/// # Errors
/// `REFRESH_FAILED` where there is none.
pub fn renewed(given: &JsValue) -> Result<Grant, Error> {
    Ok(Grant {
        token: token(given).ok_or_else(not_renewed)?,
        init_data: JsValue::UNDEFINED,
    })
}

fn token(given: &JsValue) -> Option<Token> {
    let members = JsBody(given.clone());
    let named = || TOKEN.iter().map(|name| members.text(name));
    let value = given
        .as_string()
        .into_iter()
        .chain(named())
        .find(|value| !value.is_empty())?;
    Some(Token {
        value,
        expires_at: LIFETIME.iter().find_map(|name| expires_at(&members, name)),
    })
}

fn expires_at(members: &JsBody, name: &str) -> Option<f64> {
    let value = members.get(name)?;
    let seconds = match value.as_text() {
        Some(text) => text.parse::<i64>().ok()? as f64,
        None => value.as_number()?,
    };
    // BX24.js calls an absolute time in milliseconds `expires_in` (contract §7.2)
    if seconds > 1e11 {
        return Some(seconds);
    }
    (seconds > 0.0).then(|| now().wall + seconds * 1000.0)
}
