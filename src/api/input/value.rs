//! Looks at a caller's value. Every look can throw: the value may be a proxy or have getters.

use bx24_protocol::Error;
use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // js-sys imports these without `catch`, but they throw for a revoked proxy
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn object_keys(object: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_name = String)]
    fn to_string(value: &JsValue) -> Result<JsString, JsValue>;
    /// Throws for half of a surrogate pair.
    #[wasm_bindgen(catch, js_name = encodeURIComponent)]
    fn encode_uri_component(text: &JsString) -> Result<JsString, JsValue>;
}

/// The error for a value that is not what `wanted` says; `given` is the value or its type, in words.
pub fn wrong(name: &str, wanted: &str, given: &str) -> Error {
    Error::invalid(format!("`{name}` must be {wanted}, not {given}"))
}

/// The error for a value that throws when it is read.
pub fn unreadable(name: &str) -> Error {
    Error::invalid(format!(
        "`{name}` throws when it is read: give a plain value"
    ))
}

/// `object[key]`.
///
/// # Errors
/// `INVALID_ARGUMENT` if reading throws.
pub fn member(object: &JsValue, key: &str) -> Result<JsValue, Error> {
    Reflect::get(object, &key.into()).map_err(|_| unreadable(key))
}

/// The object's own enumerable properties.
///
/// # Errors
/// `INVALID_ARGUMENT` if reading throws.
pub fn entries(name: &str, object: &JsValue) -> Result<Vec<(JsString, JsValue)>, Error> {
    let mut entries = Vec::new();
    for key in keys(name, object)?.iter() {
        let key: JsString = key.unchecked_into();
        let value = Reflect::get(object, &key).map_err(|_| unreadable(&String::from(&key)))?;
        entries.push((key, value));
    }
    Ok(entries)
}

/// The names of the object's own enumerable properties.
///
/// # Errors
/// `INVALID_ARGUMENT` if looking throws.
pub fn keys(name: &str, object: &JsValue) -> Result<Array, Error> {
    object_keys(object).map_err(|_| unreadable(name))
}

/// The items of a list; `None` for anything else.
///
/// # Errors
/// `INVALID_ARGUMENT` if reading throws.
pub fn items(name: &str, value: &JsValue) -> Result<Option<Vec<JsValue>>, Error> {
    if !is_list(name, value)? {
        return Ok(None);
    }
    let length = member(value, "length")?.as_f64().unwrap_or_default() as u32;
    let mut items = Vec::new();
    for index in 0..length {
        items.push(Reflect::get_u32(value, index).map_err(|_| unreadable(name))?);
    }
    Ok(Some(items))
}

/// Whether it is a list.
///
/// # Errors
/// `INVALID_ARGUMENT` if looking throws.
pub fn is_list(name: &str, value: &JsValue) -> Result<bool, Error> {
    is_array(value).map_err(|_| unreadable(name))
}

/// Whether an object is given; undefined and null count as not given.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything but an object.
pub fn is_given(name: &str, value: &JsValue) -> Result<bool, Error> {
    if value.is_undefined() || value.is_null() {
        return Ok(false);
    }
    if value.is_object() && !is_list(name, value)? {
        return Ok(true);
    }
    Err(wrong(name, "an object", kind_of(value)))
}

/// The string called `name`.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else.
#[cfg(feature = "js")]
pub fn string(name: &str, value: &JsValue) -> Result<String, Error> {
    value
        .as_string()
        .ok_or_else(|| wrong(name, "a string", kind_of(value)))
}

/// `String(value)`.
///
/// # Errors
/// `INVALID_ARGUMENT` if that throws.
pub fn text_of(name: &str, value: &JsValue) -> Result<JsString, Error> {
    let cannot = || Error::invalid(format!("`{name}` cannot be turned into text"));
    to_string(value).map_err(|_| cannot())
}

/// A text that can be sent.
///
/// # Errors
/// `INVALID_ARGUMENT` for half of a surrogate pair.
pub fn sendable(name: &str, text: &JsString) -> Result<String, Error> {
    let half = || {
        Error::invalid(format!(
            "`{name}` holds half of a surrogate pair: mend the text"
        ))
    };
    encode_uri_component(text).map_err(|_| half())?;
    Ok(text.into())
}

/// The value as it appears in an error text. Not for what may be a secret.
pub fn shown(value: &JsValue) -> String {
    if let Some(text) = value.as_string() {
        return format!("`{text}`");
    }
    let is_empty = || keys("", value).is_ok_and(|keys| keys.length() == 0);
    match kind_of(value) {
        "an object" if is_empty() => "`{}`".into(),
        "a number" | "a boolean" => text_of("", value).map_or_else(|_| String::new(), Into::into),
        kind => kind.into(),
    }
}

/// The value's type as it appears in an error text.
pub fn kind_of(value: &JsValue) -> &'static str {
    if value.is_null() {
        return "null";
    }
    match &*String::from(value.js_typeof().unchecked_into::<JsString>()) {
        "undefined" => "undefined",
        "string" => "a string",
        "number" => "a number",
        "boolean" => "a boolean",
        "function" => "a function",
        "symbol" => "a symbol",
        "bigint" => "a bigint",
        _ if is_list("", value).unwrap_or_default() => "a list",
        _ => "an object",
    }
}

/// Whether it is a whole number that JavaScript holds exactly.
#[cfg(feature = "js")]
pub fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() <= js_sys::Number::MAX_SAFE_INTEGER
}
