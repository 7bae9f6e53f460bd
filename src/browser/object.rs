//! Reading and making JavaScript objects.

use js_sys::{Array, Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;

use bx24_protocol::Error;
use bx24_protocol::text::whole;

// js_sys takes keys as JavaScript values, which every caller would have to make and drop
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Reflect, js_name = get, catch)]
    fn read(object: &JsValue, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    fn write(object: &JsValue, key: &str, value: JsValue) -> bool;
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    fn write_text(object: &JsValue, key: &str, value: &str) -> bool;
    /// The global object, which is its own value. js_sys looks for it under four names.
    #[wasm_bindgen(js_namespace = globalThis, js_name = valueOf)]
    pub fn global() -> JsValue;
}

/// `object[key]`; undefined where it has none or is no object.
pub fn get(object: &JsValue, key: &str) -> JsValue {
    read(object, key).unwrap_or(JsValue::UNDEFINED)
}

/// `object[key]` where it is a string, else an empty one.
pub fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_default()
}

/// `object[key]`, called later: what is no function fails then.
pub fn method(object: &JsValue, key: &str) -> Function {
    get(object, key).unchecked_into()
}

/// `object[key]` where it is a number, or what it says in digits; else 0.
pub fn number(object: &JsValue, key: &str) -> f64 {
    let value = get(object, key);
    match value.as_f64() {
        Some(number) => number,
        None => whole(&value.as_string().unwrap_or_default()).unwrap_or(0) as f64,
    }
}

/// Calls `take` with each of the object's own keys and its value; nothing where a getter throws.
///
/// # Errors
/// The first one of `take`.
pub fn each(
    object: &JsValue,
    take: &mut dyn FnMut(JsValue, Option<JsValue>) -> Result<(), Error>,
) -> Result<(), Error> {
    for key in Object::keys(object.unchecked_ref::<Object>()).iter() {
        let value = js_sys::Reflect::get(object, &key).ok();
        take(key, value)?;
    }
    Ok(())
}

/// Whether it is null.
pub fn is_null(value: &JsValue) -> bool {
    *value == JsValue::NULL
}

/// A new object without members.
pub fn object() -> JsValue {
    Object::new().into()
}

/// `object[key] = value` on an object of ours.
pub fn set(object: &JsValue, key: &str, value: JsValue) {
    write(object, key, value);
}

/// `object[key] = text` on an object of ours.
pub fn set_text(object: &JsValue, key: &str, text: &str) {
    write_text(object, key, text);
}

/// The list itself; an empty one for what is none: `Array.from` would throw.
pub fn list(value: &JsValue) -> Array {
    let list = value.dyn_ref::<Array>();
    list.cloned().unwrap_or_default()
}

/// Calls a caller's function, whose answer and exceptions are its own affair.
pub fn tell(function: &Function, value: &JsValue) {
    let _ = function.call1(&JsValue::UNDEFINED, value);
}

/// `JSON.parse`; undefined for a text that is not JSON.
pub fn parse(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or_default()
}
