//! The scheduler as a state machine: inputs and a simulated clock in, actions out.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test fails by panicking

mod abort;
mod bucket;
mod cases;
mod frame;
mod limits;
mod merge;
mod moved;
mod order;
mod outcomes;
mod property;
mod repeats;
mod retry;
mod sim;
mod table;
mod token;
