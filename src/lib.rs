//! Registers Bitrix24 event handlers: `BX24.callBind`, and past it.
//!
//! - [`core`]: what the protocol says. No web type, no clock, no network
//! - `browser`: what a browser does: postMessage, fetch, timers. Holds no policy
//! - `api`: what JavaScript sees
#[cfg(all(target_arch = "wasm32", feature = "mirror"))]
mod api;
#[cfg(target_arch = "wasm32")]
mod browser;
pub mod core;
