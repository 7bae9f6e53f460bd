//! Results and errors as JavaScript gets them: plain objects of classes written in JavaScript,
//! without a pointer into wasm memory.

use wasm_bindgen::prelude::*;

use super::plain::{fault, tree};
use crate::browser::object::{object, set, set_text};
use crate::browser::runner::Reply;
use bx24_protocol::Error;
use bx24_protocol::wire::params::Value;

#[wasm_bindgen(module = "/src/js/result.js")]
extern "C" {
    /// Makes the `AjaxResult` and calls the callback.
    fn settle(
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

/// A mirror call: what was asked, without the token, and who is told how it ended.
pub struct Asked {
    /// The REST method.
    pub method: String,
    /// Where it went; empty where it was not sent.
    pub url: String,
    /// Its parameters, as sent.
    pub data: Value,
    /// Gets the `AjaxResult`.
    pub callback: JsValue,
}

impl Asked {
    /// Tells how the call ended.
    pub fn end(self, reply: Reply) {
        let (already_bound, error) = match &reply.outcome {
            Ok(success) => (success.already_bound, JsValue::UNDEFINED),
            Err(error) => (false, fault(error)),
        };
        let query = object();
        set_text(&query, "method", &self.method);
        set_text(&query, "url", &self.url);
        set(&query, "data", tree(&self.data));
        settle(
            &self.callback,
            reply.answer,
            reply.status,
            query,
            already_bound,
            error,
        );
    }
}

/// The error of what has failed; undefined after a success. The glue throws it.
pub fn failure(end: Result<(), Error>) -> JsValue {
    end.map_or_else(|failed| error(&failed), |()| JsValue::UNDEFINED)
}

/// An error as a `Bx24Error`.
pub fn error(error: &Error) -> JsValue {
    failed(fault(error))
}
