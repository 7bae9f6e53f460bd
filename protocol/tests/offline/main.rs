//! The offline queue: requests without traps, reservations, the walk through the queue.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

mod reader;
mod requests;
mod reservation;

use bx24_protocol::wire::command::Command;

/// A message id.
fn id(letter: &str) -> String {
    letter.repeat(32)
}

/// What a command sends, the signs of a filter readable.
fn body(command: &Command) -> String {
    command.body().replace("%3E", ">").replace("%40", "@")
}

/// The same after its method; empty where nothing is sent.
fn sent(command: Option<Command>) -> String {
    command.map_or_else(String::new, |command| {
        format!("{}?{}", command.method, body(&command))
    })
}
