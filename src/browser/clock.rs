//! Time, chance and timers.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::callback::{Callback, Then, once};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A number in 0..1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// A timer that is called off when it is dropped.
pub struct Timer {
    timer: JsValue,
    _callback: Callback,
}

impl Timer {
    /// Runs `then` at a time of [`now`].
    pub fn at(time: f64, then: Then) -> Self {
        let callback = Callback::new(then);
        Self {
            timer: set_timeout(&callback.function, until(time)),
            _callback: callback,
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
    }
}

/// Runs `then` at a time of [`now`].
pub fn later(time: f64, then: Then) {
    set_timeout(&once(then), until(time));
}

/// A timer may fire a little early: one millisecond more saves a round that finds nothing to do.
fn until(time: f64) -> f64 {
    (time - now()).clamp(0.0, 2_147_483_000.0) + 1.0
}
