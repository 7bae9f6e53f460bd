//! What goes over the wire and through the frame, value by value, and what is checked at the door.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

mod answer;
mod body;
mod event_code;
mod frame;
mod handler_url;
mod portal_url;
