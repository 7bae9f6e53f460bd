//! JavaScript values as request parameters, by BX24.js's rules (contract §7.3).

use bx24_protocol::Error;
use bx24_protocol::wire::params::{Params, Value};
use js_sys::{Boolean, Date, Function, JsString, Number, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

#[cfg(feature = "js")]
use super::value::is_given;
use super::value::{entries, items, member, sendable, text_of};

/// How deep parameters may be nested; deeper ones are taken to contain themselves.
const DEPTH: u8 = 64;

/// One parameter; `name` is for the error.
///
/// # Errors
/// `INVALID_ARGUMENT` for a Symbol, for text with half of a surrogate pair, for values that contain
/// themselves, and for values that throw when they are read.
pub fn param(name: &str, value: &JsValue) -> Result<Value, Error> {
    tree(name, value, DEPTH)
}

/// The parameters of a method: an object's own enumerable properties. Undefined and null mean no
/// parameters.
///
/// # Errors
/// As [`param`]; `INVALID_ARGUMENT` for anything but an object.
#[cfg(feature = "js")]
pub fn params(name: &str, given: &JsValue) -> Result<Params, Error> {
    if is_given(name, given)? {
        map(name, given, DEPTH)
    } else {
        Ok(Params::new())
    }
}

fn tree(name: &str, value: &JsValue, depth: u8) -> Result<Value, Error> {
    if depth == 0 {
        return Err(refused(name, "is nested too deeply or contains itself"));
    }
    if value.is_null() {
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
    if let Some(items) = items(name, value)? {
        let mut list = Vec::new();
        for item in &items {
            list.push(tree(name, item, depth - 1)?);
        }
        return Ok(Value::List(list));
    }
    if value.is_instance_of::<Date>() {
        return Ok(date(value));
    }
    if is_boxed(value) {
        return scalar(name, value);
    }
    if member(value, "nodeType")?.as_f64().is_some() {
        return form_field(name, value);
    }
    map(name, value, depth).map(Value::Map)
}

fn map(name: &str, value: &JsValue, depth: u8) -> Result<Params, Error> {
    let mut params = Params::new();
    for (key, item) in entries(name, value)? {
        let key = sendable("name of a parameter", &key)?;
        let item = tree(&key, &item, depth - 1)?;
        params.push((key, item));
    }
    Ok(params)
}

/// A date as ISO 8601 in UTC; null for an invalid one.
fn date(value: &JsValue) -> Value {
    let to_json = Reflect::get(value, &"toJSON".into()).ok();
    let to_json = to_json.and_then(|method| method.dyn_into::<Function>().ok());
    let text = to_json.and_then(|method| method.call0(value).ok());
    let text = text.and_then(|text| text.as_string());
    text.map_or(Value::Null, Value::Text)
}

/// A form field counts as its value, except a file: it cannot be read at once, and its `value` is a
/// made-up path.
fn form_field(name: &str, node: &JsValue) -> Result<Value, Error> {
    let held = member(node, "value")?;
    if held.is_undefined() {
        return Ok(Value::Null);
    }
    if member(node, "files")?.is_object() && held.is_truthy() {
        return Err(refused(name, "is a file input: give `[name, base64]`"));
    }
    scalar(name, &held)
}

/// `new String('x')` and the like count as the value inside; BX24.js loses it.
fn is_boxed(value: &JsValue) -> bool {
    value.is_instance_of::<JsString>()
        || value.is_instance_of::<Number>()
        || value.is_instance_of::<Boolean>()
}

fn scalar(name: &str, value: &JsValue) -> Result<Value, Error> {
    let text = text_of(name, value)?;
    sendable(name, &text).map(Value::Text)
}

fn refused(name: &str, why: &str) -> Error {
    Error::invalid(format!("`{name}` {why}"))
}
