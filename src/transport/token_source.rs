//! What gives a credential its tokens.

use std::future::Future;
use std::pin::Pin;

use bx24_protocol::Error;
use bx24_protocol::calls::credential::Token;
use wasm_bindgen::JsValue;

/// A first token, or a new one.
pub struct Grant {
    /// The token.
    pub token: Token,
    /// What the portal said of the app with the first token (contract §8.4); else undefined.
    pub init_data: JsValue,
}

/// What a [`TokenSource`] gives.
pub type Granting = Pin<Box<dyn Future<Output = Result<Grant, Error>>>>;

/// Where a credential's tokens come from.
pub trait TokenSource {
    /// Asks for the first token. It may never answer: the scheduler gives up in time.
    fn first(&self) -> Granting;

    /// Asks for a new token.
    fn renewed(&self) -> Granting;
}
