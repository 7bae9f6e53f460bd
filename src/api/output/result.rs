//! The result of a mirror call.

use bx24_protocol::calls::scheduler::Outcome;
use bx24_protocol::wire::params::Value;
use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::plain;
use crate::transport::body::JsBody;

#[wasm_bindgen(module = "/src/api/classes.js")]
extern "C" {
    /// The result of a mirror call.
    #[derive(Clone)]
    pub type AjaxResult;
    #[wasm_bindgen(constructor)]
    fn new(
        answer: JsValue,
        status: u16,
        query: JsValue,
        already_bound: bool,
        error: JsValue,
        next_page: JsValue,
    ) -> AjaxResult;
    #[cfg(feature = "js")]
    #[wasm_bindgen(method)]
    pub fn more(this: &AjaxResult) -> bool;
    #[cfg(feature = "js")]
    #[wasm_bindgen(method, setter, js_name = nextPage)]
    pub fn set_next_page(this: &AjaxResult, next_page: &JsValue);

    /// Calls a caller's function; what it throws becomes an uncaught error of the page.
    #[wasm_bindgen(variadic)]
    fn run(callback: &Function, given: &[JsValue]);
}

/// What was asked, without the token.
#[derive(Clone, Serialize)]
pub struct Query {
    /// The REST method.
    pub method: String,
    /// Where it was sent; empty if it was not.
    pub url: String,
    /// Its parameters as they were sent; null if they were not.
    pub data: Value,
}

impl Query {
    /// A call that is not sent.
    pub fn unsent(method: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: String::new(),
            data: Value::Null,
        }
    }
}

/// The result of a mirror call, as JavaScript gets it.
pub fn ajax_result(query: &Query, outcome: Outcome<JsBody>) -> AjaxResult {
    let (already_bound, error) = match &outcome.result {
        Ok(success) => (success.already_bound, JsValue::UNDEFINED),
        Err(error) => (false, plain(error)),
    };
    AjaxResult::new(
        outcome.body.unwrap_or_default().0,
        outcome.status,
        plain(query),
        already_bound,
        error,
        JsValue::UNDEFINED,
    )
}

/// Calls a callback with these values; anything but a function is ignored.
pub fn notify(callback: &JsValue, given: &[JsValue]) {
    if let Some(callback) = callback.dyn_ref::<Function>() {
        run(callback, given);
    }
}

/// Calls an observer; what it returns or throws is ignored.
pub fn observe(observer: &Function, value: &JsValue) {
    let _ = observer.call1(&JsValue::UNDEFINED, value);
}
