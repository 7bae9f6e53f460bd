//! Time, chance and timers.

use std::cell::Cell;
use std::rc::Rc;

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

/// Like [`at`], but cannot be called off. `Timeout::forget` would keep its closure for ever.
pub fn later(time: f64, then: Box<dyn FnOnce()>) {
    let timer = Rc::new(Cell::new(None));
    let own = Rc::clone(&timer);
    let over = move || {
        drop(own.take());
        then();
    };
    timer.set(Some(at(time, Box::new(over))));
}
