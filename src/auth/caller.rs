//! Authorization by a token or a webhook that the caller gives.

use std::future::Future;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::credential::{Credential, Token, not_renewed};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::wire::portal_url::{origin, rest_base, webhook};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::grant;
use crate::transport::cause::JsCause;
use crate::transport::connection::Account;
use crate::transport::registry;
use crate::transport::token_source::{Grant, Granting, TokenSource};

/// An account with an access token; `refresh` replaces it.
///
/// # Errors
/// `INVALID_ARGUMENT` for an invalid domain.
pub fn account_of_token(
    domain: &str,
    access_token: &str,
    refresh: Option<Refresh>,
    settings: &Settings,
) -> Result<Account, Error> {
    let origin = origin(domain)?;
    let token = Token {
        value: access_token.to_owned(),
        expires_at: None,
    };
    let base = rest_base(&origin, "/rest");
    let credential = Credential::oauth(base, token, refresh.is_some());
    Ok(account(&origin, credential, refresh, settings))
}

/// An account with an incoming webhook's URL.
///
/// # Errors
/// `INVALID_ARGUMENT` for an invalid URL. The text does not show it: it holds a secret.
pub fn account_of_webhook(url: &str, settings: &Settings) -> Result<Account, Error> {
    let (origin, base) = webhook(url)?;
    Ok(account(&origin, Credential::webhook(base), None, settings))
}

fn account(
    origin: &str,
    credential: Credential,
    refresh: Option<Refresh>,
    settings: &Settings,
) -> Account {
    let executor = registry::executor(origin, settings);
    let credential = executor.add(credential, Rc::new(Given(refresh)));
    Account {
        executor,
        credential,
    }
}

/// Gets new tokens from the caller, if there is a `refresh`.
struct Given(Option<Refresh>);

impl TokenSource for Given {
    /// Never called: the caller has given the first token.
    fn first(&self) -> Granting {
        self.renewed()
    }

    fn renewed(&self) -> Granting {
        match &self.0 {
            Some(refresh) => (refresh.0)(),
            None => Box::pin(async { Err(not_renewed()) }),
        }
    }
}

/// A caller's function that gives new tokens.
#[derive(Clone)]
pub struct Refresh(Rc<dyn Fn() -> Granting>);

impl Refresh {
    /// Wraps a function that gives a new access token.
    ///
    /// ```no_run
    /// # use bx24_callbind::{Error, Refresh, Token};
    /// let refresh = Refresh::new(|| async {
    ///     let value = String::from("what the app's own server gave");
    ///     Ok::<Token, Error>(Token { value, expires_at: None })
    /// });
    /// ```
    pub fn new<F>(refresh: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<Token, Error>> + 'static,
    {
        Self(Rc::new(move || {
            let token = refresh();
            Box::pin(async move {
                Ok(Grant {
                    token: token.await?,
                    init_data: JsValue::UNDEFINED,
                })
            })
        }))
    }
}

/// From a JavaScript function that returns a token, an object with one (such as an OAuth server's
/// answer), or a promise of either.
impl From<Function> for Refresh {
    fn from(function: Function) -> Self {
        Self(Rc::new(move || {
            let given = function.call0(&JsValue::UNDEFINED);
            Box::pin(async move {
                let given = JsFuture::from(Promise::resolve(&given.map_err(thrown)?)).await;
                grant::renewed(given, not_renewed)
            })
        }))
    }
}

/// The error of a caller's function that throws.
fn thrown(reason: JsValue) -> Error {
    not_renewed().with_source(JsCause(reason))
}
