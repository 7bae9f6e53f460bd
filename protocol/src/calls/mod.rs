//! Calls to one portal: what is sent when, and what is repeated.
//!
//! - [`scheduler`]: state and input give the next actions; no I/O
//! - [`retry`]: the retry table
//! - [`rate_limit`]: the portal's bucket
//! - [`credential`]: authorizations and their tokens
//! - [`settings`]: what a caller may set
//! - [`clock`]: the two times that the scheduler is told

pub mod clock;
pub mod credential;
pub mod rate_limit;
pub mod retry;
pub mod scheduler;
pub mod settings;
