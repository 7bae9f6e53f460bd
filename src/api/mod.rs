//! What JavaScript sees: reads arguments, delegates, gives plain objects and promises.
//!
//! What a plain `wasm-pack build` exports is complete by itself; the entries in `npm/` only add
//! loading, calls before it, and what happens after a trap.

#[cfg(feature = "js")]
mod client;
#[cfg(feature = "js")]
mod compat;
mod input;
mod mirror;
#[cfg(feature = "js")]
mod offline;
mod output;
mod types;
