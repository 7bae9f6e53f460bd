//! Time and timers.

use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::settings::LONGEST_WAIT;
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // web-sys has it only as a member of `Window`, which workers and Node lack
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// The current time, by both clocks.
pub fn now() -> Now {
    Now {
        monotonic: performance_now(),
        wall: js_sys::Date::now(),
    }
}

/// Runs `callback` after `ms` milliseconds, unless the timer is dropped before.
pub fn after(ms: f64, callback: impl FnOnce() + 'static) -> Timeout {
    // a timer may fire a little early, when nothing is due yet: hence one millisecond more
    let ms = ms.clamp(0.0, LONGEST_WAIT - 1.0) + 1.0;
    Timeout::new(ms as u32, callback)
}
