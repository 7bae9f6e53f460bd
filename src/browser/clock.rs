//! Time, chance and timers.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::object::tell;
use super::promise::settled;

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A number in 0..1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Runs `then` at a time of [`now`]; dropping the timer calls it off.
pub fn at(time: f64, then: impl FnOnce() + 'static) -> gloo_timers::callback::Timeout {
    // a timer may fire a little early: one millisecond more saves a round that finds nothing to do
    let wait = (time - now()).clamp(0.0, 2_147_483_000.0) + 1.0;
    gloo_timers::callback::Timeout::new(wait as u32, then)
}

/// Resolves after so many milliseconds.
pub async fn sleep(wait: f64) {
    if wait > 0.0 {
        let mut timer = None;
        let over = Promise::new(&mut |resolve, _| {
            let then = move || tell(&resolve, &JsValue::UNDEFINED);
            timer = Some(at(now() + wait, then));
        });
        settled(&over).await;
    }
}
