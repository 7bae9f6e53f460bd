//! Calls to one portal: what is sent when, and what is repeated.
//!
//! - [`scheduler`]: decides what is done next; does no I/O
//! - [`retry`]: the retry table
//! - [`rate_limit`]: the portal's bucket
//! - [`credential`]: authorizations and their tokens
//! - [`settings`]: what a caller may set
//! - [`clock`]: the time, by two clocks

pub mod clock;
pub mod credential;
pub mod rate_limit;
pub mod retry;
pub mod scheduler;
pub mod settings;
