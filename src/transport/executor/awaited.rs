//! The end of a call that nobody waits for any more.

use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::error::ErrorCode;
use gloo_events::EventListener;

use super::Executor;

/// A call that somebody waits for. Dropping it aborts the call.
pub(super) struct Awaited {
    pub(super) executor: Rc<Executor>,
    /// `None` when the call is over.
    pub(super) call: Option<u32>,
    pub(super) _listeners: Vec<EventListener>,
}

impl Awaited {
    /// The call is over.
    pub(super) fn end(&mut self) {
        self.call = None;
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        if let Some(call) = self.call {
            let description = "the future of this method was dropped";
            let error = Error::new(ErrorCode::Aborted, description);
            self.executor.abort(call, error);
        }
    }
}

/// The error of a call whose caller has given up.
pub fn aborted() -> Error {
    Error::new(ErrorCode::Aborted, "the caller's signal ended the call")
}
