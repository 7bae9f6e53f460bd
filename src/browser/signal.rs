//! An `AbortSignal` of a caller, listened to for as long as its call lasts.

use web_sys::AbortSignal;

use super::callback::{Callback, Then};

/// Runs a function when the signal is aborted, unless it is dropped before.
pub struct Listener {
    signal: AbortSignal,
    callback: Callback,
}

impl Listener {
    /// Listens to `signal`; what it was aborted with makes no difference.
    pub fn new(signal: AbortSignal, then: Then) -> Self {
        let callback = Callback::new(then);
        let _ = signal.add_event_listener_with_callback("abort", &callback.function);
        Self { signal, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = &self.callback.function;
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", function);
    }
}
