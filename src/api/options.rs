//! Options objects: read field by field, so that an unknown name is refused by name.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use crate::browser::object::get;
use crate::core::Error;
use crate::core::settings::{Settings, unknown};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn shown(value: &JsValue) -> String;
}

/// Reads settings over `settings`; `extra` takes the names that are not settings and says whether
/// it knows them.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name and for a value out of range; nothing is set then.
pub fn settings(
    settings: &Settings,
    options: &JsValue,
    mut extra: impl FnMut(&str, &JsValue) -> Result<bool, Error>,
) -> Result<Settings, Error> {
    let mut read = settings.clone();
    for (name, value) in entries(options)? {
        if value.is_undefined() {
            continue;
        }
        if name == "merge" {
            let merge = value.as_bool();
            read.merge = merge.ok_or_else(|| Error::invalid("`merge` is true or false"))?;
        } else if !extra(&name, &value)? {
            let number = value.as_f64().unwrap_or(f64::NAN);
            read.set(&name, number, &text(&value))?;
        }
    }
    Ok(read)
}

/// The options' own names and values; none for undefined and null.
///
/// # Errors
/// `INVALID_ARGUMENT` where the options are no object.
pub fn entries(options: &JsValue) -> Result<Vec<(String, JsValue)>, Error> {
    if options.is_undefined() || options.is_null() {
        return Ok(Vec::new());
    }
    if !options.is_object() || Array::is_array(options) {
        return Err(Error::invalid(
            "options are given as an object, like `{ timeout: 60000 }`",
        ));
    }
    let keys = Object::keys(options.unchecked_ref::<Object>());
    let names = keys.iter().filter_map(|key| key.as_string());
    Ok(names
        .map(|name| (name.clone(), get(options, &name)))
        .collect())
}

/// Refuses any name that an options object has beyond the settings.
///
/// # Errors
/// `INVALID_ARGUMENT`, naming it.
pub fn no_extra(name: &str, _: &JsValue) -> Result<bool, Error> {
    let _ = name;
    Ok(false)
}

/// A value as an error text shows it.
fn text(value: &JsValue) -> String {
    if value.is_object() || value.is_function() || value.is_symbol() {
        "an object".into()
    } else {
        shown(value)
    }
}

/// The error for a name that no options object has.
#[allow(dead_code, reason = "used by the client")]
pub fn refuse(name: &str) -> Error {
    unknown(name)
}
