//! The queue of offline events (contract §3.6).
//!
//! - [`requests`]: the calls of the four methods, checked
//! - [`reservation`]: events that one consumer has reserved
//! - [`reader`]: a walk through the queue, batch by batch

pub mod reader;
pub mod requests;
pub mod reservation;
