//! Time and timers.

use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::settings::LONGEST_WAIT;
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // web-sys has it as a member of Window only, which workers and Node lack
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// This moment.
pub fn now() -> Now {
    Now {
        monotonic: performance_now(),
        wall: js_sys::Date::now(),
    }
}

/// Runs `callback` after so many milliseconds, unless the timer is dropped before.
pub fn after(ms: f64, callback: impl FnOnce() + 'static) -> Timeout {
    // a timer may fire a little early: one millisecond more saves a round that finds nothing to do
    let ms = ms.clamp(0.0, LONGEST_WAIT - 1.0) + 1.0;
    Timeout::new(ms as u32, callback)
}
