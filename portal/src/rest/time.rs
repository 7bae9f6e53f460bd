//! The `time` object of an answer (contract §1.6).

use serde_json::{Value, json};

use crate::clock;
use crate::limits::operating::Usage;
use crate::switches::TimeNumbers;

/// When a call began, in unix seconds.
#[derive(Clone, Copy)]
pub struct Start(f64);

impl Start {
    /// Now.
    pub fn now() -> Self {
        Self(clock::now())
    }

    /// Seconds since then.
    pub fn elapsed(self) -> f64 {
        (clock::now() - self.0).max(0.0)
    }

    /// The object for a call that ends now; without `operating*` if there is no usage.
    pub fn time(self, numbers: TimeNumbers, usage: Option<Usage>) -> Value {
        let mut time = match numbers {
            TimeNumbers::Fractions => self.fractions(),
            TimeNumbers::Integers => self.integers(),
        };
        if let (Value::Object(time), Some(usage)) = (&mut time, usage) {
            time.insert("operating_reset_at".to_owned(), json!(usage.reset_at));
            time.insert("operating".to_owned(), number(usage.operating));
        }
        time
    }

    fn fractions(self) -> Value {
        let (finish, duration) = (clock::now(), rounded(self.elapsed(), 6));
        self.object(json!(self.0), finish, json!(finish), json!(duration))
    }

    fn integers(self) -> Value {
        let finish = rounded(clock::now(), 4);
        let duration = self.elapsed() as i64;
        self.object(json!(self.0 as i64), finish, json!(finish), json!(duration))
    }

    fn object(self, start: Value, now: f64, finish: Value, duration: Value) -> Value {
        json!({
            "start": start,
            "finish": finish,
            "duration": duration,
            "processing": duration,
            "date_start": clock::iso(self.0),
            "date_finish": clock::iso(now),
        })
    }
}

/// PHP writes a float without a fraction as an integer.
fn number(seconds: f64) -> Value {
    let seconds = rounded(seconds, 6);
    if seconds.fract() == 0.0 {
        json!(seconds as i64)
    } else {
        json!(seconds)
    }
}

fn rounded(number: f64, digits: i32) -> f64 {
    let factor = 10_f64.powi(digits);
    (number * factor).round() / factor
}
