//! Promises of what the library does.

use std::future::Future;
use std::pin::Pin;

use bx24_protocol::Error;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::error::to_js;

type Ending = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// A promise that rejects with a `Bx24Error`.
pub fn promise<T: Into<JsValue>>(
    future: impl Future<Output = Result<T, Error>> + 'static,
) -> Promise {
    start(Box::pin(async { future.await.map(Into::into) }))
}

/// One kind of future for all promises: each kind has its own copy of what drives it.
fn start(ending: Ending) -> Promise {
    future_to_promise(async { ending.await.map_err(|error| to_js(&error)) })
}
