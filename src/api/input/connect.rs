//! The options of `connect`.

use bx24_protocol::Error;
use wasm_bindgen::JsValue;

use super::option_reader::OptionReader;
use super::settings::{JsSettings, setting_names};
use crate::portal::Auth;

/// The names that say how the client is authorized.
const AUTH: [&str; 4] = ["domain", "accessToken", "webhook", "refresh"];

/// Reads the options of `connect`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name, a wrong value, or two kinds of authorization.
pub fn connect_options(given: &JsValue) -> Result<(Auth, JsSettings), Error> {
    if given.is_string() {
        return Err(Error::invalid(
            "`options` must be an object, not a string; for a webhook: `connect({ webhook })`",
        ));
    }
    let options = OptionReader::new(given, &setting_names(&AUTH))?;
    let settings = JsSettings::DEFAULT.with(&options)?;
    Ok((auth(&options)?, settings))
}

fn auth(options: &OptionReader<'_>) -> Result<Auth, Error> {
    let (domain, token) = (options.string("domain")?, options.string("accessToken")?);
    let (webhook, refresh) = (options.string("webhook")?, options.function("refresh")?);
    let wrong = match (webhook, domain, token) {
        (Some(_), _, Some(_)) => "both `webhook` and `accessToken` are given: choose one",
        (Some(_), Some(_), None) => "`webhook` names its portal: leave `domain` out",
        (Some(_) | None, None, None) if refresh.is_some() => {
            "`refresh` renews an `accessToken`, and none is given: leave `refresh` out"
        }
        (Some(webhook), None, None) => return Ok(Auth::Webhook(webhook)),
        (None, None, None) => return Ok(Auth::Frame),
        (None, Some(_), None) => {
            "`accessToken` is missing: give it with `domain`, or neither in a frame"
        }
        (None, None, Some(_)) => "`domain` is missing: give the portal's host with `accessToken`",
        (None, Some(_), Some(token)) if token.is_empty() => {
            "`accessToken` is empty: give the token that the portal gave the app"
        }
        (None, Some(domain), Some(access_token)) => {
            return Ok(Auth::Token {
                domain,
                access_token,
                refresh: refresh.map(Into::into),
            });
        }
    };
    Err(Error::invalid(wrong))
}
