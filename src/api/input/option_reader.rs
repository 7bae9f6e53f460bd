//! Options that a caller gives: read name by name, unknown names refused by name.

use bx24_protocol::Error;
use bx24_protocol::calls::settings::unknown_option;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::value::{entries, is_given, member, wrong};

/// An object of options, or none.
pub struct OptionReader<'a> {
    object: Option<&'a JsValue>,
}

impl<'a> OptionReader<'a> {
    /// Options that may have these names; undefined and null are none.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for anything but an object, and for an unknown name.
    pub fn new(value: &'a JsValue, names: &[&str]) -> Result<Self, Error> {
        if !is_given("options", value)? {
            return Ok(Self { object: None });
        }
        match unknown_names("options", value, names)?.pop() {
            Some(name) => Err(unknown_option(&name)),
            None => Ok(Self {
                object: Some(value),
            }),
        }
    }

    /// A value; undefined where there is none.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where reading throws.
    pub fn get(&self, name: &str) -> Result<JsValue, Error> {
        match self.object {
            Some(object) => member(object, name),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// A value that is not undefined, as `read` takes it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a value of another type than `wanted`.
    fn read<T>(
        &self,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&JsValue) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let value = self.get(name)?;
        if value.is_undefined() {
            return Ok(None);
        }
        read(&value).map(Some).ok_or_else(|| wrong(name, wanted))
    }

    /// A string.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for anything else, as for the other types.
    #[cfg(feature = "js")]
    pub fn string(&self, name: &str) -> Result<Option<String>, Error> {
        self.read(name, "a string", JsValue::as_string)
    }

    /// A boolean.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        self.read(name, "true or false", JsValue::as_bool)
    }

    /// A function.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`.
    pub fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        self.read(name, "a function", |value| {
            let is_function = value.is_function();
            is_function.then(|| value.clone().unchecked_into())
        })
    }

    /// An abort signal.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`.
    pub fn signal(&self) -> Result<Option<AbortSignal>, Error> {
        self.read("signal", "an AbortSignal", |value| {
            // a proxy of a signal passes for one, but cannot be listened to
            let is_aborted = member(value, "aborted").ok()?;
            is_aborted.as_bool()?;
            value.clone().dyn_into().ok()
        })
    }
}

/// The names in an object that are none of these and not undefined.
///
/// # Errors
/// `INVALID_ARGUMENT` where reading throws.
pub fn unknown_names(name: &str, object: &JsValue, names: &[&str]) -> Result<Vec<String>, Error> {
    let entries = entries(name, object)?.into_iter();
    let given = entries.filter(|(_, value)| !value.is_undefined());
    let given = given.map(|(key, _)| String::from(key));
    Ok(given
        .filter(|name| !names.contains(&name.as_str()))
        .collect())
}
