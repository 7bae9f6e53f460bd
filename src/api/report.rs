//! Results and errors as JavaScript gets them: plain objects of classes written in JavaScript,
//! without a pointer into wasm memory.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::plain::{fault, tree};
use crate::browser::object::{object, set, set_text};
use crate::browser::runner::Reply;
use crate::core::Error;
use crate::core::value::Value;

#[wasm_bindgen(module = "/src/js/result.js")]
extern "C" {
    /// Makes the `AjaxResult`, calls the callback, resolves the promise.
    fn settle(
        resolve: &Function,
        callback: &JsValue,
        answer: JsValue,
        status: u16,
        query: JsValue,
        already_bound: bool,
        error: JsValue,
    );
    /// A `Bx24Error`.
    #[wasm_bindgen(js_name = failure)]
    fn failed(error: JsValue) -> JsValue;
}

/// What was asked, without the token.
pub struct Query {
    /// The REST method.
    pub method: String,
    /// Where it went.
    pub url: String,
    /// Its parameters, as sent.
    pub data: Value,
}

/// Gives a mirror call's end to its callback and its promise.
pub fn end(resolve: &Function, callback: &JsValue, query: &Query, reply: Reply) {
    let already_bound = reply
        .outcome
        .as_ref()
        .is_ok_and(|success| success.already_bound);
    let error = reply
        .outcome
        .err()
        .map_or(JsValue::UNDEFINED, |error| fault(&error));
    settle(
        resolve,
        callback,
        reply.answer,
        reply.status,
        asked(query),
        already_bound,
        error,
    );
}

/// An error as a `Bx24Error`.
pub fn error(error: &Error) -> JsValue {
    failed(fault(error))
}

fn asked(query: &Query) -> JsValue {
    let out = object();
    set_text(&out, "method", &query.method);
    set_text(&out, "url", &query.url);
    set(&out, "data", &tree(&query.data));
    out
}
