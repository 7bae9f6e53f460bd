//! Promises that reject with a `Bx24Error`.

use std::future::Future;
use std::pin::Pin;

use bx24_protocol::Error;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::error::to_js;
use crate::api::under_way::Begun;

/// A promise that rejects with a `Bx24Error`.
pub fn promise(future: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    start(Box::pin(future), Some(Begun::new()))
}

/// A promise that `installFinish` does not wait for.
#[cfg(feature = "js")]
pub fn background(future: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    start(Box::pin(future), None)
}

/// One kind of future for all promises: each kind has its own copy of what drives it.
fn start(
    future: Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>,
    begun: Option<Begun>,
) -> Promise {
    future_to_promise(async {
        let end = future.await.map_err(|error| to_js(&error));
        drop(begun);
        end
    })
}
