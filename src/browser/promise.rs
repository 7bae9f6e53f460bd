//! Promises of the page.

use wasm_bindgen::prelude::*;

// js_sys would make closures of their own for each type of promise
#[wasm_bindgen]
extern "C" {
    type Promise;
    #[wasm_bindgen(static_method_of = Promise)]
    fn resolve(value: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn then(this: &Promise, done: &Told, failed: &Told);

    #[wasm_bindgen(js_name = Function)]
    type Told;
    #[wasm_bindgen(method)]
    fn bind(this: &Told, context: &JsValue, argument: &JsValue) -> Told;
}

/// Calls `then` once with what a promise resolves to, or with undefined when it rejects. Any other
/// value is what it is.
pub fn when(promise: &JsValue, then: Box<dyn FnOnce(JsValue)>) {
    let done: Told = Closure::once_into_js(then).unchecked_into();
    let failed = done.bind(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
    Promise::resolve(promise).then(&done, &failed);
}
