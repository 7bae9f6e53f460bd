//! Settings, as JavaScript gives them.

use js_sys::Function;
use web_sys::AbortSignal;

use super::fields::{Fields, shown};
use crate::browser::runner::Hooks;
use bx24_protocol::calls::settings::Settings;

/// The names of all that `connect` takes.
pub const NAMES: [&str; 13] = [
    "domain",
    "accessToken",
    "webhook",
    "refresh",
    "merge",
    "signal",
    "onRetry",
    "frameTimeout",
    "timeout",
    "retries",
    "burst",
    "perSecond",
    "timeScale",
];

/// The names of settings, and those of them that are numbers.
pub const SETTINGS: &[&str] = NAMES.split_at(4).1;
const NUMBERS: &[&str] = SETTINGS.split_at(3).1;

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

    /// Reads settings over these.
    pub fn read(&mut self, fields: &mut Fields<'_>) {
        for name in NUMBERS {
            number(&mut self.settings, fields, name);
        }
        self.settings.merge = fields.boolean("merge", self.settings.merge);
        if let Some(signal) = fields.signal() {
            self.signal = Some(signal);
        }
        if let Some(on_retry) = fields.function("onRetry") {
            self.on_retry = Some(on_retry);
        }
    }

    /// What a call is sent with.
    pub fn hooks(&self) -> Hooks {
        Hooks {
            signals: [self.signal.clone(), None],
            on_retry: self.on_retry.clone(),
        }
    }
}

/// Sets the number called `name`, and says whether it was given.
pub fn number(settings: &mut Settings, fields: &mut Fields<'_>, name: &str) -> bool {
    let value = fields.get(name);
    let given = !value.is_undefined();
    if given
        && let Err(error) = settings.set(name, value.as_f64().unwrap_or(f64::NAN), &shown(&value))
    {
        fields.fail(error);
    }
    given
}
