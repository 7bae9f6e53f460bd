//! The options of `connect`.

use bx24_protocol::Error;
use wasm_bindgen::JsValue;

use super::option_reader::OptionReader;
use super::settings::{JsSettings, SETTINGS};
use crate::portal::Auth;

/// The names that say how the client is authorized.
const AUTH: [&str; 4] = ["domain", "accessToken", "webhook", "refresh"];

/// Reads the options of `connect`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name, a wrong value, or two kinds of authorization.
pub fn connect_options(given: &JsValue) -> Result<(Auth, JsSettings), Error> {
    let names = [&AUTH[..], &SETTINGS[..]].concat();
    let options = OptionReader::new(given, &names)?;
    let settings = JsSettings::DEFAULT.with(&options)?;
    Ok((auth(&options)?, settings))
}

fn auth(options: &OptionReader<'_>) -> Result<Auth, Error> {
    let (domain, token) = (options.string("domain")?, options.string("accessToken")?);
    let (webhook, refresh) = (options.string("webhook")?, options.function("refresh")?);
    match (webhook, domain, token) {
        (Some(webhook), None, None) => Ok(Auth::Webhook(webhook)),
        (None, Some(domain), Some(access_token)) => Ok(Auth::Token {
            domain,
            access_token,
            refresh: refresh.map(Into::into),
        }),
        (None, None, None) => Ok(Auth::Frame),
        _ => Err(Error::invalid(
            "give `domain` and `accessToken`, or `webhook`, or none in a frame",
        )),
    }
}
