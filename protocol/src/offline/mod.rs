//! The queue of offline events.
pub mod reader;
pub mod requests;
pub mod reservation;
