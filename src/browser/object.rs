//! Reading and making JavaScript objects.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::core::text::whole;

/// `object[key]`; undefined where it has none or is no object.
pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// `object[key]` where it is a string.
pub fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key).as_string()
}

/// A number, or what a text of digits says.
pub fn number(value: &JsValue) -> Option<f64> {
    let said = || whole(&value.as_string()?).map(|number| number as f64);
    value.as_f64().or_else(said)
}

/// `object[key] = value`; an object that refuses keeps what it has.
pub fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

/// The list itself; an empty one for what is none: `Array.from` would throw.
pub fn list(value: &JsValue) -> Array {
    let list = value.dyn_ref::<Array>();
    list.cloned().unwrap_or_default()
}

/// `JSON.parse`; nothing for a text that is not JSON.
pub fn parse(text: &str) -> Option<JsValue> {
    js_sys::JSON::parse(text).ok()
}
