//! The one error of this crate.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::text::fill;

/// Codes of our own; all other codes are the portal's, as sent.
pub mod code {
    /// No HTTP answer arrived: no network, a closed connection, an answer without CORS headers.
    pub const NETWORK: &str = "NETWORK";
    /// An attempt or the whole call took longer than it may.
    pub const TIMEOUT: &str = "TIMEOUT";
    /// The caller's signal, `destroy()` or the page's end stopped the call.
    pub const ABORTED: &str = "ABORTED";
    /// An HTTP answer without a usable body.
    pub const BAD_ANSWER: &str = "BAD_ANSWER";
    /// No portal page around this one, or it did not answer the handshake.
    pub const NO_FRAME: &str = "NO_FRAME";
    /// The token was refused and no new one could be had.
    pub const REFRESH_FAILED: &str = "REFRESH_FAILED";
    /// A value that cannot be sent; nothing was.
    pub const INVALID_ARGUMENT: &str = "INVALID_ARGUMENT";
    /// A state that cannot be: a bug of ours.
    pub const INTERNAL: &str = "INTERNAL";
}

/// One wrong field of one entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Position in the list, from 0.
    pub index: usize,
    /// Name of the field, as JavaScript spells it.
    pub field: &'static str,
    /// What is wrong and what to do instead.
    pub reason: String,
}

/// Why a call failed.
///
/// `code` is stable; `description` is the portal's sentence where the portal sent one, else ours.
/// No token and no secret ever stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
// boxed: errors are rare, and moved through every layer
pub struct Error(Box<Fault>);

/// What an [`Error`] says; its fields are read and written through it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// The portal's code as sent, or one of [`code`].
    pub code: String,
    /// One sentence: what happened and what to do.
    pub description: String,
    /// HTTP status; 0 when no HTTP answer arrived.
    pub status: u16,
    /// The parameter that the portal complains about.
    pub argument: Option<String>,
    /// The REST method that was called; empty when none was.
    pub method: String,
    /// Whether the same call may succeed later without a change.
    pub retryable: bool,
    /// All wrong fields, for a list of handlers.
    pub errors: Arc<Vec<FieldError>>,
}

impl Error {
    /// An error of our own, without an HTTP answer.
    #[must_use]
    pub fn new(code: &str, description: &str) -> Self {
        Self(Box::new(Fault {
            code: code.into(),
            description: description.into(),
            ..Fault::default()
        }))
    }

    /// The same with the HTTP status of the answer that it came with.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// A value that cannot be sent; `parts` stand for each `%` of the description.
    #[must_use]
    pub fn invalid(description: &str, parts: &[&str]) -> Self {
        Self::new(code::INVALID_ARGUMENT, &fill(description, parts))
    }
}

impl Deref for Error {
    type Target = Fault;

    fn deref(&self) -> &Fault {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Fault {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        f.write_str(": ")?;
        f.write_str(&self.description)
    }
}

impl std::error::Error for Error {}
