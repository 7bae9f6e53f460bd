//! The `time` object of an answer (contract §1.6).

use serde_json::{Value, json};

use crate::clock;

/// When a call began, in unix seconds.
#[derive(Clone, Copy)]
pub struct Start(f64);

impl Start {
    /// Now.
    pub fn now() -> Self {
        Self(clock::now())
    }

    /// The object, as of now.
    pub fn time(self) -> Value {
        let finish = clock::now();
        let duration = micros(finish - self.0);
        json!({
            "start": self.0,
            "finish": finish,
            "duration": duration,
            "processing": duration,
            "date_start": clock::iso(self.0),
            "date_finish": clock::iso(finish),
            "operating_reset_at": finish as i64 + 600,
            "operating": 0,
        })
    }
}

fn micros(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
