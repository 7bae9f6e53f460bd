//! Options objects: read field by field, so that an unknown name is refused by name.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::browser::object;
use crate::browser::runner::Hooks;
use crate::browser::value::to_text;
use crate::core::Error;
use crate::core::settings::Settings;

/// Settings with what only JavaScript can give.
#[derive(Clone)]
pub struct Common {
    /// Times and limits.
    pub settings: Settings,
    /// Ends all calls when it is aborted.
    pub signal: Option<AbortSignal>,
    /// Told of every repeat.
    pub on_retry: Option<Function>,
}

impl Common {
    /// Nothing set.
    pub const NONE: Self = Self {
        settings: Settings::DEFAULT,
        signal: None,
        on_retry: None,
    };

    /// Reads options over these; `extra` takes the names that are none of these and says whether
    /// it knows them.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an unknown name and for a wrong value; nothing is set then.
    pub fn read(
        &self,
        options: &JsValue,
        extra: &mut dyn FnMut(&str, &JsValue) -> Result<bool, Error>,
    ) -> Result<Self, Error> {
        let mut read = self.clone();
        each(options, &mut |name, value| {
            match name {
                "merge" => read.settings.merge = boolean(name, value)?,
                "signal" => read.signal = Some(signal(value)?),
                "onRetry" => read.on_retry = Some(function(name, value)?),
                _ if extra(name, value)? => {}
                _ => number(&mut read.settings, name, value)?,
            }
            Ok(())
        })?;
        Ok(read)
    }

    /// What a call is sent with.
    pub fn hooks(&self) -> Hooks {
        Hooks {
            signals: [self.signal.clone(), None],
            on_retry: self.on_retry.clone(),
        }
    }
}

/// Sets the setting called `name`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name and for a value out of range.
pub fn number(settings: &mut Settings, name: &str, value: &JsValue) -> Result<(), Error> {
    settings.set(name, value.as_f64().unwrap_or(f64::NAN), &shown(value))
}

/// Gives `take` each option that is not undefined; undefined and null are no options.
///
/// # Errors
/// `INVALID_ARGUMENT` where the options are no object, and what `take` gives.
pub fn each(
    options: &JsValue,
    take: &mut dyn FnMut(&str, &JsValue) -> Result<(), Error>,
) -> Result<(), Error> {
    every(options, &mut |name, value| match value.is_undefined() {
        true => Ok(()),
        false => take(name, value),
    })
}

/// Like [`each`], undefined ones too.
///
/// # Errors
/// As [`each`].
pub fn every(
    options: &JsValue,
    take: &mut dyn FnMut(&str, &JsValue) -> Result<(), Error>,
) -> Result<(), Error> {
    if options.is_undefined() || *options == JsValue::NULL {
        return Ok(());
    }
    if !options.is_object() || Array::is_array(options) {
        return Err(Error::invalid(
            "options are given as an object, like `{ timeout: 60000 }`",
            &[],
        ));
    }
    object::each(options, &mut |name, value| {
        let name = name.as_string().unwrap_or_default();
        take(&name, &value.unwrap_or_default())
    })
}

/// A value as an error text shows it.
pub fn shown(value: &JsValue) -> String {
    if value.is_object() || value.is_function() || value.is_symbol() {
        "an object".into()
    } else {
        to_text(value).map_or_else(|_| String::new(), Into::into)
    }
}

/// The boolean called `name`.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else.
pub fn boolean(name: &str, value: &JsValue) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| wrong(name, "true or false"))
}

/// The function called `name`.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else.
pub fn function(name: &str, value: &JsValue) -> Result<Function, Error> {
    value
        .dyn_ref::<Function>()
        .cloned()
        .ok_or_else(|| wrong(name, "a function"))
}

/// An abort signal.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else.
pub fn signal(value: &JsValue) -> Result<AbortSignal, Error> {
    value
        .dyn_ref::<AbortSignal>()
        .cloned()
        .ok_or_else(|| wrong("signal", "an AbortSignal"))
}

/// The error for an option of another type.
pub fn wrong(name: &str, wanted: &str) -> Error {
    Error::invalid("`%` is %", &[name, wanted])
}
