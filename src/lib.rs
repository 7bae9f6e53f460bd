//! Registers Bitrix24 event handlers: `BX24.callBind`, and past it.
//!
//! - [`core`]: what the protocol says. No web type, no clock, no network
//! - `browser`: what a browser does: postMessage, fetch, timers. Holds no policy
//! - `api`: what JavaScript sees
pub mod core;
