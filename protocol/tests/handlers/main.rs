//! Handlers against a portal's registry in memory: checked, planned, applied, moved, diagnosed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test fails by panicking

mod apply;
mod cases;
mod diagnose;
mod failures;
mod handler;
mod moves;
mod plan;
mod property;
mod rebind;
mod registry;
mod runner;
mod warnings;
