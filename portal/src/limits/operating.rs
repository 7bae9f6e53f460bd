//! The resource limit: seconds of work per application and method (contract §2.4).

use std::collections::HashMap;
use std::collections::VecDeque;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// Shorter calls are not counted, in seconds.
const NEGLIGIBLE: f64 = 0.1;
const SLICES: f64 = 10.0;

/// What is allowed, and what calls cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// Seconds of work within the window; from there on calls are refused.
    pub limit: f64,
    /// The window's length in seconds; ten slices of it run out one after another.
    pub window: f64,
    /// Seconds that every call is charged on top of what it really took.
    pub cost: f64,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            limit: 480.0,
            window: 600.0,
            cost: 0.0,
        }
    }
}

/// What was used so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Seconds within the window.
    pub operating: f64,
    /// When the oldest slice runs out, in unix seconds.
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
    pub fn usage(&self, key: (&str, &str), rule: Rule, now: f64) -> Usage {
        let mut all = self.0.lock();
        let slices = all.entry((key.0.to_owned(), key.1.to_owned())).or_default();
        slices.retain(|slice| slice.start + rule.window > now);
        let oldest = slices.front().map_or(now, |slice| slice.start);
        Usage {
            operating: slices.iter().map(|slice| slice.seconds).sum(),
            reset_at: (oldest + rule.window).ceil() as i64,
        }
    }

    /// Charges a call that took this many seconds.
    pub fn charge(&self, key: (&str, &str), rule: Rule, now: f64, seconds: f64) {
        let seconds = seconds + rule.cost;
        if seconds <= NEGLIGIBLE {
            return;
        }
        let mut all = self.0.lock();
        let slices = all.entry((key.0.to_owned(), key.1.to_owned())).or_default();
        let length = rule.window / SLICES;
        match slices.back_mut().filter(|slice| now < slice.start + length) {
            Some(slice) => slice.seconds += seconds,
            None => slices.push_back(Slice {
                start: now,
                seconds,
            }),
        }
    }

    /// Nothing was ever used.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_runs_out_slice_by_slice() {
        let (operating, rule) = (
            Operating::default(),
            Rule {
                cost: 1.0,
                ..Rule::default()
            },
        );
        let key = ("app", "event.bind");
        operating.charge(key, rule, 1000.0, 0.0);
        operating.charge(key, rule, 1030.0, 0.0);
        operating.charge(key, rule, 1100.0, 2.0);
        let at = |now| operating.usage(key, rule, now);
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
        let (operating, rule) = (Operating::default(), Rule::default());
        operating.charge(("app", "batch"), rule, 1.0, 0.1);
        assert!(operating.usage(("app", "batch"), rule, 1.0).operating.abs() < f64::EPSILON);
    }
}
