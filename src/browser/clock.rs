//! Time, chance and timers.

use gloo_timers::callback::Timeout;

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A number in 0..1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Runs `then` at a time of [`now`]; dropping the timer calls it off.
pub fn at(time: f64, then: Box<dyn FnOnce()>) -> Timeout {
    // a timer may fire a little early: one millisecond more saves a round that finds nothing to do
    let wait = (time - now()).clamp(0.0, 2_147_483_000.0) + 1.0;
    Timeout::new(wait as u32, then)
}
