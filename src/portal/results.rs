//! What the methods of a [`Portal`](crate::Portal) give.

use bx24_protocol::client;
use bx24_protocol::wire::body::Body as _;

use crate::transport::body::JsBody;

/// What the portal says of the time that a call took (contract §1.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Time {
    /// When it began, in seconds since 1970.
    pub start: f64,
    /// When it was over, in seconds since 1970.
    pub finish: f64,
    /// Seconds in all.
    pub duration: f64,
    /// Seconds of the portal's own work.
    pub processing: f64,
    /// When the portal forgets what this method has cost, in seconds since 1970.
    pub operating_reset_at: Option<f64>,
    /// Seconds that this method has taken in the last ten minutes.
    pub operating: Option<f64>,
}

impl Time {
    fn read(time: &JsBody) -> Self {
        let number = |name: &str| time.get(name).and_then(|value| value.as_number());
        Self {
            start: number("start").unwrap_or_default(),
            finish: number("finish").unwrap_or_default(),
            duration: number("duration").unwrap_or_default(),
            processing: number("processing").unwrap_or_default(),
            operating_reset_at: number("operating_reset_at"),
            operating: number("operating"),
        }
    }
}

/// What a bind came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Whether the portal had the handler already.
    pub already_bound: bool,
    /// What it took; nothing where the handler was there already.
    pub time: Option<Time>,
}

impl From<client::Bound<JsBody>> for Bound {
    fn from(bound: client::Bound<JsBody>) -> Self {
        Self {
            already_bound: bound.already_bound,
            time: bound.time.as_ref().map(Time::read),
        }
    }
}

/// What an unbind came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Unbound {
    /// How many handlers were removed.
    pub count: u32,
    /// Whether an earlier try may have removed some of them: the count can be 0.
    pub repeated: bool,
    /// What it took.
    pub time: Option<Time>,
}

impl From<client::Unbound<JsBody>> for Unbound {
    fn from(unbound: client::Unbound<JsBody>) -> Self {
        Self {
            count: unbound.count,
            repeated: unbound.repeated,
            time: unbound.time.as_ref().map(Time::read),
        }
    }
}
