//! The portal's time.

use chrono::{DateTime, SubsecRound as _, Utc};

/// The time in unix seconds, with a fraction.
pub fn now() -> f64 {
    let micros = Utc::now().timestamp_micros();
    micros as f64 / 1e6
}

/// The time in whole unix seconds.
pub fn seconds() -> i64 {
    Utc::now().timestamp()
}

/// A time in unix seconds as `2024-08-05T09:02:13+00:00`.
pub fn iso(unix: f64) -> String {
    DateTime::from_timestamp(unix as i64, 0)
        .unwrap_or_default()
        .trunc_subsecs(0)
        .to_rfc3339()
}
