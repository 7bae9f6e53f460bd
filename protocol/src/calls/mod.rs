//! Calls to one portal: what is sent when, and what is repeated.
pub mod credential;
pub mod rate_limit;
pub mod retry;
pub mod scheduler;
pub mod settings;
