//! An `AbortSignal` of a caller, listened to for as long as its call lasts.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Runs a function when the signal is aborted, until it is dropped.
pub struct Listener {
    signal: AbortSignal,
    closure: Closure<dyn FnMut()>,
}

impl Listener {
    /// Listens to `signal`; what it was aborted with makes no difference.
    pub fn new(signal: AbortSignal, then: impl FnMut() + 'static) -> Self {
        let closure = Closure::new(then);
        let callback = closure.as_ref().unchecked_ref();
        let _ = signal.add_event_listener_with_callback("abort", callback);
        Self { signal, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", callback);
    }
}
