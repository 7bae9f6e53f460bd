//! Errors as JavaScript gets them.

use std::error::Error as StdError;

use bx24_protocol::Error;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::transport::cause::JsCause;

#[wasm_bindgen(module = "/src/api/classes.js")]
extern "C" {
    type Bx24Error;
    #[wasm_bindgen(constructor)]
    fn new(fields: &JsValue, cause: &JsValue) -> Bx24Error;
}

/// A value as a plain object, as `JSON.parse` would make it. `None` becomes no member at all.
pub fn plain(value: &impl Serialize) -> JsValue {
    // fails only for values that JSON cannot hold, which our types do not have
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or_default()
}

/// An error as a `Bx24Error`.
pub fn to_js(error: &Error) -> JsValue {
    let cause = error.source().and_then(<dyn StdError>::downcast_ref);
    let cause = cause.map(|JsCause(cause)| cause.clone());
    Bx24Error::new(&plain(error), &cause.unwrap_or_default()).into()
}
