//! How a caller is authorized in the browser: where its token comes from.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::bx24::Bx24;
use super::clock::now;
use super::object::{get, number, text};
use super::parent::Parent;
use crate::core::Error;
use crate::core::credential::Token;
use crate::core::error::code;

/// Where a credential's token comes from.
pub enum Source {
    /// The parent page.
    Parent(Parent),
    /// BX24.js on the same page.
    Page(Bx24),
    /// The caller's own function, where it gave one.
    Caller(Option<Function>),
}

/// A token, and what the portal said of the app where it came with the first one.
pub struct Grant {
    /// The token.
    pub token: Token,
    /// The init data of contract §8.4; undefined where there are none.
    pub init: JsValue,
}

impl Source {
    /// Gets the first token, or with `renew` the next.
    ///
    /// # Errors
    /// `NO_FRAME` or `REFRESH_FAILED` where what comes is no token.
    pub async fn grant(&self, renew: bool) -> Result<Grant, Error> {
        let given = match self {
            Self::Parent(parent) if renew => parent.ask("refreshAuth", "{}").await?,
            Self::Parent(parent) => parent.ask("getInitData", "").await?,
            Self::Page(bx24) => bx24.grant(renew).await,
            Self::Caller(refresh) => ask(refresh.as_ref()).await,
        };
        let token = token(&given).ok_or_else(|| refused(renew))?;
        Ok(Grant { token, init: given })
    }
}

impl Bx24 {
    async fn grant(&self, renew: bool) -> JsValue {
        let held = if renew {
            JsValue::FALSE
        } else {
            self.auth().await
        };
        if held.is_object() {
            held
        } else {
            self.refresh().await
        }
    }
}

async fn ask(refresh: Option<&Function>) -> JsValue {
    let given = refresh.and_then(|refresh| refresh.call0(&JsValue::UNDEFINED).ok());
    match given {
        Some(given) => JsFuture::from(Promise::resolve(&given))
            .await
            .unwrap_or(JsValue::UNDEFINED),
        None => JsValue::UNDEFINED,
    }
}

/// A token as the parent, BX24.js or the caller gives it.
fn token(given: &JsValue) -> Option<Token> {
    let names = ["AUTH_ID", "access_token", "accessToken"];
    let value = given
        .as_string()
        .or_else(|| names.iter().find_map(|name| text(given, name)));
    let value = value.filter(|value| !value.is_empty())?;
    Some(Token {
        value,
        expires_at: expires_at(given),
    })
}

fn expires_at(given: &JsValue) -> Option<f64> {
    // BX24.js calls an absolute time in milliseconds `expires_in` (contract §7.2)
    let absolute = get(given, "expires_in").as_f64();
    let seconds =
        positive(&get(given, "AUTH_EXPIRES")).or_else(|| positive(&get(given, "expiresIn")));
    absolute.or_else(|| seconds.map(|seconds| now() + seconds * 1000.0))
}

fn positive(value: &JsValue) -> Option<f64> {
    number(value).filter(|number| *number > 0.0)
}

fn refused(renew: bool) -> Error {
    if renew {
        Error::new(
            code::REFRESH_FAILED,
            "the token has expired and asking for a new one gave none: reload the app, or check `refresh`",
        )
    } else {
        Error::new(
            code::NO_FRAME,
            "the parent page answered without a token: reload the app",
        )
    }
}
