//! The `getInitData` that JavaScript asked for while the wasm was starting (`handshake.js`).

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/auth/handshake.js")]
extern "C" {
    /// A question to the parent page.
    pub type Asked;

    /// The question, if there was one; from then on it is the taker's.
    #[wasm_bindgen(js_name = takeAsked)]
    pub fn take_asked() -> Option<Asked>;

    /// The id that the answer begins with.
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Asked) -> String;

    /// The `MessageEvent`s that began with it until now, from whomever.
    #[wasm_bindgen(method, getter)]
    pub fn heard(this: &Asked) -> Array;
}
