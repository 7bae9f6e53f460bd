//! Where a credential's tokens come from.

use std::future::Future;
use std::pin::Pin;

use bx24_protocol::Error;
use bx24_protocol::calls::credential::Token;
use wasm_bindgen::JsValue;

/// A first token, or a new one.
pub struct Grant {
    /// The token.
    pub token: Token,
    /// What the portal's page told the app with a first token (contract §8.4); else undefined.
    pub init_data: JsValue,
}

/// A token, or why there is none.
pub type Granting = Pin<Box<dyn Future<Output = Result<Grant, Error>>>>;

/// Where a credential's tokens come from.
pub trait TokenSource {
    /// Asks for the first token. The answer may never come: the scheduler gives up in time.
    fn first(&self) -> Granting;

    /// Asks for a new token.
    fn renewed(&self) -> Granting;
}
