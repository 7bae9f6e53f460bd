//! Objects that a caller gives: read name by name, unknown names refused by name.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::browser::object::{each, get, is_null};
use crate::browser::value::to_text;
use bx24_protocol::Error;
use bx24_protocol::calls::settings::unknown;

/// The members of an object. The first error waits for [`Fields::end`]: to leave at each would
/// take more code than all the reading.
pub struct Fields<'a> {
    given: &'a JsValue,
    failed: Option<Error>,
}

impl<'a> Fields<'a> {
    /// Begins with options that may have these names; undefined and null are none. It fails for
    /// what is no object, and for an unknown name.
    pub fn of(given: &'a JsValue, names: &[&str]) -> Self {
        let mut failed = None;
        match is_given("options", given) {
            Err(error) => failed = Some(error),
            Ok(false) => {}
            Ok(true) => strangers(given, names, &mut |name| failed = Some(unknown(name))),
        }
        Self { given, failed }
    }

    /// Remembers an error, if it is the first one.
    pub fn fail(&mut self, error: Error) {
        self.failed.get_or_insert(error);
    }

    /// What was read, unless it has failed.
    ///
    /// # Errors
    /// The first one.
    pub fn end<T>(self, read: T) -> Result<T, Error> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(read),
        }
    }

    /// A value; undefined where there is none.
    pub fn get(&self, name: &str) -> JsValue {
        get(self.given, name)
    }

    /// A string; it fails for anything else, as for the other types.
    #[cfg(feature = "js")]
    pub fn string(&mut self, name: &str) -> Option<String> {
        let value = self.get(name);
        let text = value.as_string();
        self.check(name, &value, text.is_some(), "a string");
        text
    }

    /// A boolean.
    pub fn boolean(&mut self, name: &str, otherwise: bool) -> bool {
        let value = self.get(name);
        let flag = value.as_bool();
        self.check(name, &value, flag.is_some(), "true or false");
        flag.unwrap_or(otherwise)
    }

    /// A function.
    pub fn function(&mut self, name: &str) -> Option<Function> {
        let value = self.get(name);
        let fits = value.is_function();
        self.check(name, &value, fits, "a function");
        fits.then(|| value.unchecked_into())
    }

    /// An abort signal.
    pub fn signal(&mut self) -> Option<AbortSignal> {
        let value = self.get("signal");
        let fits = value.has_type::<AbortSignal>();
        self.check("signal", &value, fits, "an AbortSignal");
        fits.then(|| value.unchecked_into())
    }

    fn check(&mut self, name: &str, value: &JsValue, fits: bool, wanted: &str) {
        if !fits && !value.is_undefined() {
            self.fail(wrong(name, wanted));
        }
    }
}

/// Tells of each name in an object that is none of these and not undefined.
pub fn strangers(object: &JsValue, names: &[&str], tell: &mut dyn FnMut(&str)) {
    let _ = each(object, &mut |key, value| {
        let name = key.as_string().unwrap_or_default();
        let known = names.iter().any(|known| *known == name);
        if !known && value.is_some_and(|value| !value.is_undefined()) {
            tell(&name);
        }
        Ok(())
    });
}

/// Whether an object is given: undefined and null are none.
///
/// # Errors
/// `INVALID_ARGUMENT` for what is no object.
pub fn is_given(name: &str, value: &JsValue) -> Result<bool, Error> {
    if value.is_undefined() || is_null(value) {
        return Ok(false);
    }
    if value.is_object() && !Array::is_array(value) {
        return Ok(true);
    }
    Err(wrong(name, "an object"))
}

/// The string called `name`.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else.
#[cfg(feature = "js")]
pub fn string(name: &str, value: &JsValue) -> Result<String, Error> {
    value.as_string().ok_or_else(|| wrong(name, "a string"))
}

/// A value as an error text shows it.
pub fn shown(value: &JsValue) -> String {
    if value.is_object() || value.is_function() || value.is_symbol() {
        "an object".into()
    } else {
        to_text(value).map_or_else(|_| String::new(), Into::into)
    }
}

/// The error for a value of another type.
pub fn wrong(name: &str, wanted: &str) -> Error {
    Error::invalid("`%` is %", &[name, wanted])
}
