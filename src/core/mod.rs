//! What the protocol says: no web type, no clock, no network.
pub mod error;

pub use error::{Error, FieldError};
