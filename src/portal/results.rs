//! The results of a [`Portal`](crate::Portal)'s methods.

use bx24_protocol::client;
use bx24_protocol::wire::body::Body as _;

use crate::transport::body::JsBody;

/// How long a call took, as the portal says (contract §1.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Time {
    /// When it began, in seconds since 1970.
    pub start: f64,
    /// When it ended, in seconds since 1970.
    pub finish: f64,
    /// Seconds in all.
    pub duration: f64,
    /// Seconds that the portal spent on the call itself.
    pub processing: f64,
    /// When `operating` starts again, in seconds since 1970; cloud portals only.
    pub operating_reset_at: Option<f64>,
    /// Seconds that this app spent on this method in the last 10 minutes; cloud portals only.
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

/// The result of a bind.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Whether the portal had the handler already.
    pub already_bound: bool,
    /// How long it took; `None` if the portal had the handler already.
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

/// The result of an unbind.
#[derive(Clone, Debug, PartialEq)]
pub struct Unbound {
    /// How many handlers were removed.
    pub count: u32,
    /// Whether an earlier attempt may have removed some, so that `count` can be too low, even 0.
    pub repeated: bool,
    /// How long it took.
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
