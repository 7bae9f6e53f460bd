//! What JavaScript sees: reads arguments, delegates, returns promises of plain objects.
//!
//! What a plain `wasm-pack build` makes of it is complete. The entries in `npm/` only add loading,
//! calls before the library is loaded, and the end of what is pending after a trap.

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
#[cfg_attr(not(feature = "js"), allow(dead_code, reason = "for installFinish"))]
mod under_way;
