//! Promises of the page, and futures that it runs.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What a promise resolves to; nothing where it rejects. Any other value is what it is.
pub async fn settled(promise: &JsValue) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(promise)).await.ok()
}

/// Runs a future. Boxed: one path of code for all of them.
pub fn spawn(future: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(future);
}
