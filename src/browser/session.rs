//! How a caller is authorized in the browser: where its token comes from.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::bx24::Bx24;
use super::callback::{Then, when};
use super::clock::now;
use super::object::{number, text};
use super::parent::Parent;
use bx24_protocol::Error;
use bx24_protocol::calls::credential::{Token, not_renewed};
use bx24_protocol::error::code;

/// Where a credential's token comes from.
pub enum Source {
    /// The parent page.
    Parent(&'static Parent),
    /// BX24.js on the same page.
    Page(Bx24),
    /// The caller's own function, where it gave one.
    Caller(Option<Function>),
}

impl Source {
    /// The parent page, listened to from now on.
    pub fn parent(parent: Parent) -> Self {
        let parent: &'static Parent = Box::leak(Box::new(parent));
        parent.listen();
        Self::Parent(parent)
    }

    /// Asks for the first token, or with `renew` for the next; see [`token`] for the answer.
    ///
    /// # Errors
    /// `NO_FRAME` where the parent page cannot be asked; `then` does not run.
    pub fn grant(&'static self, renew: bool, then: Then) -> Result<(), Error> {
        match self {
            Self::Parent(parent) if renew => return parent.ask("refreshAuth", "{}", then),
            Self::Parent(parent) => return parent.ask("getInitData", "", then),
            Self::Page(bx24) if renew => bx24.refresh(then),
            Self::Page(bx24) => bx24.first(then),
            Self::Caller(Some(refresh)) => {
                let asked = refresh.call0(&JsValue::UNDEFINED);
                when(&asked.unwrap_or_default(), then);
            }
            Self::Caller(None) => then(JsValue::UNDEFINED),
        }
        Ok(())
    }
}

/// A token as the parent, BX24.js or the caller gives it.
///
/// # Errors
/// `NO_FRAME` or `REFRESH_FAILED` where it is none.
pub fn token(given: &JsValue, renew: bool) -> Result<Token, Error> {
    let mut value = given.as_string().unwrap_or_default();
    for name in ["AUTH_ID", "access_token", "accessToken"] {
        if value.is_empty() {
            value = text(given, name);
        }
    }
    if value.is_empty() {
        return Err(refused(renew));
    }
    let expires_at = expires_at(given);
    Ok(Token { value, expires_at })
}

fn expires_at(given: &JsValue) -> Option<f64> {
    for name in ["expires_in", "AUTH_EXPIRES", "expiresIn"] {
        let seconds = number(given, name);
        // BX24.js calls an absolute time in milliseconds `expires_in` (contract §7.2)
        if seconds > 1e11 {
            return Some(seconds);
        }
        if seconds > 0.0 {
            return Some(now() + seconds * 1000.0);
        }
    }
    None
}

fn refused(renew: bool) -> Error {
    if renew {
        not_renewed()
    } else {
        Error::new(
            code::NO_FRAME,
            "the parent page answered without a token: reload the app",
        )
    }
}
