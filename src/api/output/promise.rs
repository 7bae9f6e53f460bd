//! Promises of what the library does.

use std::future::Future;

use bx24_protocol::Error;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::error::to_js;

/// A promise that rejects with a `Bx24Error`.
pub fn promise<T: Into<JsValue>>(
    future: impl Future<Output = Result<T, Error>> + 'static,
) -> Promise {
    future_to_promise(async move {
        match future.await {
            Ok(value) => Ok(value.into()),
            Err(error) => Err(to_js(&error)),
        }
    })
}
