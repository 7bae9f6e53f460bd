//! The resource limit: seconds of work per application and method (contract §2.4).

use std::collections::HashMap;
use std::collections::VecDeque;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// Calls that take no longer than this are not counted, in seconds.
const NEGLIGIBLE: f64 = 0.1;
const SLICES: f64 = 10.0;

/// The switch `operating`: what is allowed, and what calls cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperatingLimit {
    /// Seconds of work within the window; once they are used up, calls are refused.
    pub limit: f64,
    /// The window's length in seconds. It runs out in ten slices, one after another.
    pub window: f64,
    /// Seconds charged for every call, on top of those that it took.
    pub cost: f64,
}

impl Default for OperatingLimit {
    fn default() -> Self {
        Self {
            limit: 480.0,
            window: 600.0,
            cost: 0.0,
        }
    }
}

/// What an application has used of a method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Seconds within the window.
    pub operating: f64,
    /// When the oldest slice leaves the window, in unix seconds.
    pub reset_at: i64,
}

/// The usage of every application and method.
#[derive(Default)]
pub struct Operating(Mutex<HashMap<(String, String), VecDeque<Slice>>>);

#[derive(Clone, Copy)]
struct Slice {
    start: f64,
    seconds: f64,
}

impl Operating {
    /// What this application used of this method, at `now` in unix seconds.
    pub fn usage(&self, key: (&str, &str), limit: OperatingLimit, now: f64) -> Usage {
        let mut all = self.0.lock();
        let slices = all.entry((key.0.to_owned(), key.1.to_owned())).or_default();
        slices.retain(|slice| slice.start + limit.window > now);
        let oldest = slices.front().map_or(now, |slice| slice.start);
        Usage {
            operating: slices.iter().map(|slice| slice.seconds).sum(),
            reset_at: (oldest + limit.window).ceil() as i64,
        }
    }

    /// Charges a call that took this many seconds.
    pub fn charge(&self, key: (&str, &str), limit: OperatingLimit, now: f64, seconds: f64) {
        let seconds = seconds + limit.cost;
        if seconds <= NEGLIGIBLE {
            return;
        }
        let mut all = self.0.lock();
        let slices = all.entry((key.0.to_owned(), key.1.to_owned())).or_default();
        let length = limit.window / SLICES;
        match slices.back_mut().filter(|slice| now < slice.start + length) {
            Some(slice) => slice.seconds += seconds,
            None => slices.push_back(Slice {
                start: now,
                seconds,
            }),
        }
    }

    /// Forgets all usage.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_runs_out_slice_by_slice() {
        let (operating, limit) = (
            Operating::default(),
            OperatingLimit {
                cost: 1.0,
                ..OperatingLimit::default()
            },
        );
        let key = ("app", "event.bind");
        operating.charge(key, limit, 1000.0, 0.0);
        operating.charge(key, limit, 1030.0, 0.0);
        operating.charge(key, limit, 1100.0, 2.0);
        let at = |now| operating.usage(key, limit, now);
        assert_eq!(
            at(1100.0),
            Usage {
                operating: 5.0,
                reset_at: 1600
            }
        );
        assert_eq!(
            at(1600.0),
            Usage {
                operating: 3.0,
                reset_at: 1700
            }
        );
        assert_eq!(
            at(1700.0),
            Usage {
                operating: 0.0,
                reset_at: 2300
            }
        );
    }

    #[test]
    fn short_calls_are_free() {
        let (operating, limit) = (Operating::default(), OperatingLimit::default());
        operating.charge(("app", "batch"), limit, 1.0, 0.1);
        assert!(
            operating
                .usage(("app", "batch"), limit, 1.0)
                .operating
                .abs()
                < f64::EPSILON
        );
    }
}
