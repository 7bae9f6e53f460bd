//! Reads a caller's options by name, and refuses unknown names.

use bx24_protocol::Error;
use bx24_protocol::calls::settings::unknown_option;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::value::{entries, is_given, kind_of, member, shown, wrong};

/// A caller's options; there may be none.
pub struct OptionReader<'a> {
    object: Option<&'a JsValue>,
}

impl<'a> OptionReader<'a> {
    /// Options that may have these names; undefined and null mean no options.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for anything but an object, or for an unknown name.
    pub fn new(value: &'a JsValue, names: &[&str]) -> Result<Self, Error> {
        if !is_given("options", value)? {
            return Ok(Self { object: None });
        }
        match unknown_names("options", value, names)?.pop() {
            Some(name) => Err(unknown_option(&name, names)),
            None => Ok(Self {
                object: Some(value),
            }),
        }
    }

    /// The value of an option; undefined if it is not given.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if reading throws.
    pub fn get(&self, name: &str) -> Result<JsValue, Error> {
        match self.object {
            Some(object) => member(object, name),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// The value of an option as `read` converts it; `None` if it is not given.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if `read` gives nothing: the value is not what `wanted` says, but what `given`
    /// says.
    fn read<T>(
        &self,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&JsValue) -> Option<T>,
        given: impl FnOnce(&JsValue) -> String,
    ) -> Result<Option<T>, Error> {
        let value = self.get(name)?;
        if value.is_undefined() {
            return Ok(None);
        }
        read(&value)
            .map(Some)
            .ok_or_else(|| wrong(name, wanted, &given(&value)))
    }

    /// A string.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a value of another type.
    #[cfg(feature = "js")]
    pub fn string(&self, name: &str) -> Result<Option<String>, Error> {
        self.read(name, "a string", JsValue::as_string, kind)
    }

    /// A boolean.
    ///
    /// # Errors
    /// As [`OptionReader::function`].
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        self.read(name, "true or false", JsValue::as_bool, shown)
    }

    /// A function.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a value of another type.
    pub fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        let read = |value: &JsValue| {
            let is_function = value.is_function();
            is_function.then(|| value.clone().unchecked_into())
        };
        self.read(name, "a function", read, kind)
    }

    /// The option `signal`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for anything but an `AbortSignal`.
    pub fn signal(&self) -> Result<Option<AbortSignal>, Error> {
        let read = |value: &JsValue| {
            // a proxy around a signal passes `instanceof`, but cannot be listened to
            let is_aborted = member(value, "aborted").ok()?;
            is_aborted.as_bool()?;
            value.clone().dyn_into().ok()
        };
        self.read("signal", "an AbortSignal", read, shown)
    }
}

/// The type alone: a string in the place of a function can be a secret.
fn kind(value: &JsValue) -> String {
    kind_of(value).into()
}

/// The names of an object's members that are not among `names`; undefined members do not count.
///
/// # Errors
/// `INVALID_ARGUMENT` if reading throws.
pub fn unknown_names(name: &str, object: &JsValue, names: &[&str]) -> Result<Vec<String>, Error> {
    let mut unknown = Vec::new();
    for (key, value) in entries(name, object)? {
        let key = String::from(key);
        if !value.is_undefined() && !names.contains(&key.as_str()) {
            unknown.push(key);
        }
    }
    Ok(unknown)
}
