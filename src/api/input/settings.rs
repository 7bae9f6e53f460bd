//! Settings, as a caller in JavaScript gives them.

use bx24_protocol::Error;
use bx24_protocol::calls::settings::{NUMBERS, Settings};
use js_sys::Function;
use web_sys::AbortSignal;

use super::option_reader::OptionReader;
use super::value::{kind_of, shown, wrong};

/// The names of settings that are no numbers.
const NO_NUMBERS: [&str; 3] = ["merge", "signal", "onRetry"];

/// The names of all settings, after `others`.
pub fn setting_names(others: &[&'static str]) -> Vec<&'static str> {
    [others, &NO_NUMBERS, &NUMBERS].concat()
}

/// Settings with what only JavaScript can give.
#[derive(Clone)]
pub struct JsSettings {
    /// Times and limits.
    pub settings: Settings,
    /// Ends all calls when it is aborted.
    pub signal: Option<AbortSignal>,
    /// Called before every repeat of a call.
    pub on_retry: Option<Function>,
}

impl JsSettings {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        settings: Settings::DEFAULT,
        signal: None,
        on_retry: None,
    };

    /// These settings, changed as the options say.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a wrong value.
    pub fn with(mut self, options: &OptionReader<'_>) -> Result<Self, Error> {
        for name in NUMBERS {
            set_number(&mut self.settings, options, name)?;
        }
        if let Some(merge) = options.boolean("merge")? {
            self.settings.merge = Some(merge);
        }
        self.signal = options.signal()?.or(self.signal);
        self.on_retry = options.function("onRetry")?.or(self.on_retry);
        Ok(self)
    }
}

/// Sets the number called `name`, if it is given.
///
/// # Errors
/// `INVALID_ARGUMENT` for a value out of range.
pub fn set_number(
    settings: &mut Settings,
    options: &OptionReader<'_>,
    name: &str,
) -> Result<(), Error> {
    let value = options.get(name)?;
    if value.is_undefined() {
        return Ok(());
    }
    let not_a_number = || wrong(name, "a number", kind_of(&value));
    let number = value.as_f64().ok_or_else(not_a_number)?;
    settings.set(name, number, &shown(&value))
}
