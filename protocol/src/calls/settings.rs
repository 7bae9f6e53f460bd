//! What a caller may set, checked when it is set.

use crate::error::Error;
use crate::wire::event_code::nearest;

/// Settings of a client. All times are in milliseconds.
///
/// ```
/// use bx24_protocol::calls::settings::Settings;
/// let patient = Settings { timeout: 120_000.0, ..Settings::default() };
/// assert_eq!(patient.retries, 4);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How long to wait for the parent page, in milliseconds. Default: 10,000.
    pub frame_timeout: f64,
    /// How long a call may take with all its repeats, in milliseconds. Default: 60,000.
    pub timeout: f64,
    /// Milliseconds for one attempt of a call that may be repeated; half of [`Settings::timeout`]. An
    /// attempt that no repeat may follow has the whole time.
    pub attempt_timeout: Option<f64>,
    /// How often one call is repeated after an outcome that does not say whether it was executed; 4.
    pub retries: u32,
    /// Requests that the portal's bucket takes at once (contract §2.3). All clients of a portal share
    /// it: nothing leaves what another one has set, at first 50.
    pub burst: Option<f64>,
    /// Requests that the bucket drains in a second; as [`Settings::burst`], at first 2.
    pub per_second: Option<f64>,
    /// Whether calls that have to wait go together in a `batch`; as [`Settings::burst`], at first true.
    pub merge: Option<bool>,
    /// Shrinks every wait, for tests; 1.
    pub time_scale: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The longest wait that a browser's timer takes, in milliseconds.
pub const LONGEST_WAIT: f64 = 2_147_483_647.0;

/// The names of settings that are numbers, as JavaScript spells them.
pub const NUMBERS: [&str; 7] = [
    "frameTimeout",
    "timeout",
    "attemptTimeout",
    "retries",
    "burst",
    "perSecond",
    "timeScale",
];

impl Settings {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        frame_timeout: 10_000.0,
        timeout: 60_000.0,
        attempt_timeout: None,
        retries: 4,
        burst: None,
        per_second: None,
        merge: None,
        time_scale: 1.0,
    };

    /// Sets the number called `name`; `shown` is the given value as the caller would read it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an unknown name or a value out of range.
    pub fn set(&mut self, name: &str, number: f64, shown: &str) -> Result<(), Error> {
        let (mut retries, mut optional) = (0.0, 0.0);
        let (field, least, shown_least) = match name {
            "frameTimeout" => (&mut self.frame_timeout, 0.0, "0"),
            "timeout" => (&mut self.timeout, 1.0, "1"),
            "attemptTimeout" => (&mut optional, 1.0, "1"),
            "retries" => (&mut retries, 0.0, "0"),
            "burst" => (&mut optional, 1.0, "1"),
            "perSecond" => (&mut optional, 0.001, "0.001"),
            "timeScale" => (&mut self.time_scale, 0.000_001, "0.000001"),
            _ => return Err(unknown_option(name, &NUMBERS)),
        };
        if number.is_nan() || number < least {
            return Err(Error::invalid(format!(
                "`{name}` must be {shown_least} or more, not {shown}"
            )));
        }
        if number > LONGEST_WAIT {
            let most = LONGEST_WAIT as u32;
            return Err(Error::invalid(format!(
                "`{name}` must be {most} or less, not {shown}"
            )));
        }
        *field = number;
        match name {
            "retries" => self.retries = retries as u32, // only whole repeats count
            "attemptTimeout" => self.attempt_timeout = Some(number),
            "burst" => self.burst = Some(number),
            "perSecond" => self.per_second = Some(number),
            _ => {}
        }
        Ok(())
    }
}

/// The error for an option that does not exist beside those called `names`.
#[must_use]
pub fn unknown_option(name: &str, names: &[&str]) -> Error {
    Error::invalid(unknown_name("option", name, names))
}

/// Says that there is no option or field `name`, and what was meant, or which there are.
#[must_use]
pub fn unknown_name(kind: &str, name: &str, names: &[&str]) -> String {
    let near = nearest(name, names);
    if near.is_empty() {
        let names = names.join("`, `");
        return format!("there is no {kind} `{name}`: there are `{names}`");
    }
    let near = near.join("` or `");
    format!("there is no {kind} `{name}`: did you mean `{near}`?")
}
