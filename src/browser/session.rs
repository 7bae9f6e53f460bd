//! How a caller is authorized in the browser: where its token comes from.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::bx24::Bx24;
use super::clock::now;
use super::object::{get, number, text};
use super::parent::Parent;
use super::promise::settled;
use crate::core::Error;
use crate::core::credential::Token;
use crate::core::error::code;

/// Where a credential's token comes from.
pub enum Source {
    /// The parent page.
    Parent(&'static Parent),
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
    /// The parent page, listened to from now on.
    pub fn parent(parent: Parent) -> Self {
        let parent: &'static Parent = Box::leak(Box::new(parent));
        parent.listen();
        Self::Parent(parent)
    }

    /// Gets the first token, or with `renew` the next.
    ///
    /// # Errors
    /// `NO_FRAME` or `REFRESH_FAILED` where what comes is no token.
    pub async fn grant(&self, renew: bool) -> Result<Grant, Error> {
        let mut asked = self.ask(renew)?;
        let mut first = !renew;
        let given = loop {
            let given = settled(&asked).await.unwrap_or_default();
            match self {
                Self::Page(bx24) if first => {
                    let held = bx24.auth();
                    if held.is_object() {
                        break held;
                    }
                    first = false;
                    asked = bx24.wait("refreshAuth");
                }
                _ => break given,
            }
        };
        let token = token(&given).ok_or_else(|| refused(renew))?;
        Ok(Grant { token, init: given })
    }

    /// Asks for a token; what is asked may answer with a promise.
    fn ask(&self, renew: bool) -> Result<JsValue, Error> {
        match self {
            Self::Parent(parent) if renew => parent.ask("refreshAuth", "{}"),
            Self::Parent(parent) => parent.ask("getInitData", ""),
            Self::Page(bx24) => Ok(bx24.wait(if renew { "refreshAuth" } else { "init" })),
            Self::Caller(Some(refresh)) => {
                Ok(refresh.call0(&JsValue::UNDEFINED).unwrap_or_default())
            }
            Self::Caller(None) => Ok(JsValue::UNDEFINED),
        }
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
    // BX24.js calls an absolute time in milliseconds `expires_in` (contract §7.2), OAuth seconds
    let given_in = positive(&get(given, "expires_in"));
    if let Some(absolute) = given_in.filter(|number| *number > 1e11) {
        return Some(absolute);
    }
    let seconds = given_in
        .or_else(|| positive(&get(given, "AUTH_EXPIRES")))
        .or_else(|| positive(&get(given, "expiresIn")));
    seconds.map(|seconds| now() + seconds * 1000.0)
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
