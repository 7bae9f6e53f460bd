//! What the protocol says: no web type, no clock, no network.
//!
//! - [`wire`]: parameters, bodies, commands, frame messages, URLs, event codes
//! - [`calls`]: the scheduler, the retry table, the rate limit, credentials
//! - [`handlers`]: an application's handlers compared, planned, brought about, diagnosed
//! - [`offline`]: the queue of offline events
pub mod calls;
pub mod error;
pub mod handlers;
pub mod offline;
pub mod text;
pub mod wire;

pub use error::{Error, FieldError};
