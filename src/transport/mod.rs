//! Sends calls from a browser: requests and responses by gloo-net, timers, and the executor that
//! carries out what the scheduler of [`bx24_protocol`] decides.

pub mod body;
pub mod cause;
pub mod clock;
pub mod connection;
pub mod executor;
pub mod registry;
mod renamed;
pub mod request;
pub mod token_source;
