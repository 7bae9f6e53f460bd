//! JavaScript values as request parameters, by BX24.js's rules (contract §7.3).

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::object::{each, get, is_null, method};
use bx24_protocol::Error;
use bx24_protocol::wire::params::{Params, Value};

#[wasm_bindgen]
extern "C" {
    /// The cheapest test for a lone surrogate: it throws.
    #[wasm_bindgen(catch, js_name = encodeURIComponent)]
    fn encode_uri_component(text: &JsString) -> Result<JsString, JsValue>;
    /// The value as JavaScript makes it a text; fails where that is not possible.
    #[wasm_bindgen(catch, js_name = String)]
    pub fn to_text(value: &JsValue) -> Result<JsString, JsValue>;
}

/// How deep parameters may be nested; beyond it they are taken to contain themselves.
const DEPTH: u8 = 64;

/// Turns one parameter into its tree; `name` is for the error.
///
/// # Errors
/// `INVALID_ARGUMENT` for a Symbol, for text with half of a surrogate pair, and for values that
/// contain themselves.
pub fn from_js(name: &str, value: &JsValue) -> Result<Value, Error> {
    tree(name, value, DEPTH)
}

/// Turns an object's own enumerable properties into parameters.
///
/// # Errors
/// As [`from_js`].
#[cfg(feature = "js")]
pub fn params(object: &JsValue) -> Result<Params, Error> {
    entries(object, DEPTH)
}

/// The text of a string that can be sent.
///
/// # Errors
/// `INVALID_ARGUMENT` for half of a surrogate pair.
pub fn text(name: &str, value: &JsValue) -> Result<String, Error> {
    let string: &JsString = value.unchecked_ref();
    match encode_uri_component(string) {
        Ok(_) => Ok(string.into()),
        Err(_) => Err(refused(
            name,
            "holds half of a surrogate pair: mend the text",
        )),
    }
}

fn tree(name: &str, value: &JsValue, depth: u8) -> Result<Value, Error> {
    if depth == 0 {
        return Err(refused(name, "is nested too deeply or contains itself"));
    }
    if is_null(value) {
        return Ok(Value::Null);
    }
    if value.is_symbol() {
        return Err(refused(name, "is a Symbol: give a string"));
    }
    if value.is_object() {
        return nested(name, value, depth);
    }
    scalar(name, value)
}

fn nested(name: &str, value: &JsValue, depth: u8) -> Result<Value, Error> {
    if Array::is_array(value) {
        let mut items = Vec::new();
        for item in value.unchecked_ref::<Array>().iter() {
            items.push(tree(name, &item, depth - 1)?);
        }
        return Ok(Value::List(items));
    }
    if value.is_instance_of::<js_sys::Date>() {
        // an invalid date gives null
        let text = method(value, "toJSON").call0(value).unwrap_or_default();
        return Ok(text.as_string().map_or(Value::Null, Value::Text));
    }
    if value.is_instance_of::<JsString>() || boxed(value) {
        return scalar(name, value);
    }
    if is_node(value) {
        return field(name, value);
    }
    entries(value, depth).map(Value::Map)
}

/// A form field is what it holds. A file cannot be read at once, and its `value` is a made-up path.
fn field(name: &str, node: &JsValue) -> Result<Value, Error> {
    let held = get(node, "value");
    if held.is_undefined() {
        return Ok(Value::Null);
    }
    if get(node, "files").is_object() && held.is_truthy() {
        return Err(refused(name, "is a file input: give `[name, base64]`"));
    }
    scalar(name, &held)
}

/// `new String('x')` and the like: BX24.js loses them, here they are what they hold.
fn boxed(value: &JsValue) -> bool {
    value.is_instance_of::<js_sys::Number>() || value.is_instance_of::<js_sys::Boolean>()
}

fn is_node(value: &JsValue) -> bool {
    get(value, "nodeType").as_f64().is_some()
}

fn entries(value: &JsValue, depth: u8) -> Result<Params, Error> {
    let mut out = Params::new();
    each(value, &mut |key, item| {
        let name = text("name of a parameter", &key)?;
        let item = item.ok_or_else(|| refused(&name, "has a getter that throws"))?;
        let item = tree(&name, &item, depth - 1)?;
        out.push((name, item));
        Ok(())
    })?;
    Ok(out)
}

fn scalar(name: &str, value: &JsValue) -> Result<Value, Error> {
    let string = to_text(value).map_err(|_| refused(name, "cannot be turned into text"))?;
    text(name, &string).map(Value::Text)
}

fn refused(name: &str, why: &str) -> Error {
    Error::invalid("`%` %", &[name, why])
}
