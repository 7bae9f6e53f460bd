//! A client over a scripted transport: what each method sends, and what it makes of the answers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod calls;
mod diagnose;
mod dropped;
mod explained;
mod lost;
mod moves;
mod offline;
mod plan;
mod refused;
mod script;
mod sync;
mod sync_failures;
mod unbind;
mod walk;
