//! What the protocol says: no web type, no clock, no network.
pub mod bucket;
pub mod credential;
pub mod dispatch;
pub mod encode;
pub mod error;
pub mod frame;
pub mod policy;
pub mod settings;
pub mod value;

pub use error::{Error, FieldError};
