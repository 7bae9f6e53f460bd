//! An `AbortSignal` of a caller, listened to for as long as its call lasts.

use js_sys::Function;
use web_sys::AbortSignal;

use super::callback::{Then, forget, numbered};

/// Runs a function when the signal is aborted, unless it is dropped before.
pub struct Listener {
    signal: AbortSignal,
    function: Function,
    callback: f64,
}

impl Listener {
    /// Listens to `signal`; what it was aborted with makes no difference.
    pub fn new(signal: AbortSignal, then: Then) -> Self {
        let (function, callback) = numbered(then);
        let _ = signal.add_event_listener_with_callback("abort", &function);
        Self {
            signal,
            function,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let signal = &self.signal;
        let _ = signal.remove_event_listener_with_callback("abort", &self.function);
        forget(self.callback);
    }
}
