//! Calls in a browser: gloo-net's requests and responses, timers, and the executor of what the
//! scheduler of [`bx24_protocol`] decides.

pub mod body;
pub mod cause;
pub mod clock;
pub mod connection;
pub mod executor;
pub mod registry;
pub mod request;
pub mod token_source;
