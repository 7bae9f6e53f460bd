//! Errors as JavaScript gets them.

use bx24_protocol::Error;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/api/classes.js")]
extern "C" {
    type Bx24Error;
    #[wasm_bindgen(constructor)]
    fn new(fields: &JsValue) -> Bx24Error;
}

/// A value as a plain object, as `JSON.parse` would make it. What is absent has no member.
pub fn plain(value: &impl Serialize) -> JsValue {
    // fails for what cannot be written as JSON, which none of our types holds
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or_default()
}

/// An error as a `Bx24Error`.
pub fn to_js(error: &Error) -> JsValue {
    Bx24Error::new(&plain(error)).into()
}
