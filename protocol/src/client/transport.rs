//! What a client needs from the program that it runs in.

use std::future::Future;

use crate::calls::retry::Idempotency;
use crate::calls::scheduler::Success;
use crate::error::Error;
use crate::wire::answer::Answer;
use crate::wire::body::Body;
use crate::wire::command::Command;

/// Sends calls and waits: a browser, a native program, or a test's script.
pub trait Transport {
    /// The type of JSON values.
    type Body: Body;

    /// Sends a call. It is repeated as the retry table says and `idempotency` allows.
    fn call(
        &self,
        command: Command,
        idempotency: Idempotency,
    ) -> impl Future<Output = Result<Reply<Self::Body>, Error>>;

    /// Waits `ms` milliseconds. It may end early if the caller gives up: the next call then fails
    /// with `ABORTED`.
    fn sleep(&self, ms: f64) -> impl Future<Output = ()>;
}

/// The answer to a call that succeeded.
#[derive(Clone, Debug)]
pub struct Reply<B> {
    /// Whether repeats have changed what the answer means.
    pub success: Success,
    /// HTTP status.
    pub status: u16,
    /// The whole body: `result`, `time`, and for a list `total` and `next` (contract §1.5).
    pub body: B,
}

impl<B: Body> Reply<B> {
    /// The portal's `result`.
    #[must_use]
    pub fn result(&self) -> Option<B> {
        self.body.get("result")
    }

    /// The answers to the `count` commands of a batch.
    #[must_use]
    pub fn commands(&self, count: usize) -> Vec<Answer<B>> {
        Answer::new(self.status, self.body.clone()).commands(count)
    }
}
