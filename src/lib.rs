//! Registers Bitrix24 event handlers: `BX24.callBind`, and past it.
//!
//! - [`bx24_protocol`]: what the protocol says. No web type, no clock, no network
//! - `browser`: what a browser does: postMessage, fetch, timers. Holds no policy
//! - `api`: what JavaScript sees
#[cfg(all(target_arch = "wasm32", feature = "mirror"))]
mod api;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(
    not(feature = "js"),
    allow(dead_code, reason = "for the JavaScript face")
)]
mod browser;

#[cfg(target_arch = "wasm32")]
pub use browser::bind::{call_bind, call_unbind};
#[cfg(target_arch = "wasm32")]
pub use browser::face::{Walk, connect};
#[cfg(target_arch = "wasm32")]
pub use browser::portal::{Auth, CallOptions, Options, Portal};
#[cfg(target_arch = "wasm32")]
pub use browser::queue::Reserved;
pub use bx24_protocol::Error;
pub use bx24_protocol::handlers::handler::Handler;
pub use bx24_protocol::handlers::plan::{Plan, SyncOptions};
pub use bx24_protocol::handlers::report::SyncReport;
