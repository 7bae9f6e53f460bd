//! The portal's time.

use chrono::{DateTime, SubsecRound as _, Utc};

/// Unix seconds with their fraction.
pub fn now() -> f64 {
    let micros = Utc::now().timestamp_micros();
    micros as f64 / 1e6
}

/// Whole unix seconds.
pub fn seconds() -> i64 {
    Utc::now().timestamp()
}

/// `2024-08-05T09:02:13+00:00`.
pub fn iso(unix: f64) -> String {
    DateTime::from_timestamp(unix as i64, 0)
        .unwrap_or_default()
        .trunc_subsecs(0)
        .to_rfc3339()
}
