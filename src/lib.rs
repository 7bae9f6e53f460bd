//! Registers Bitrix24 event handlers from a browser: all of `event.bind`, whole sets of handlers,
//! and the queue of offline events.
//!
//! The library runs in a browser (target `wasm32-unknown-unknown`). In a page that a portal opened:
//!
//! ```no_run
//! # #[cfg(target_arch = "wasm32")]
//! # async fn example() -> Result<(), bx24_callbind::Error> {
//! use bx24_callbind::{CallOptions, Handler, Options, connect};
//!
//! let portal = connect(Options::default()).await?;
//! let handler = Handler {
//!     event: "ONCRMLEADADD".into(),
//!     handler: Some("https://example.com/handler/".into()),
//!     ..Handler::default()
//! };
//! portal.bind(&handler, &CallOptions::default()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! On any other target only the types of [`bx24_protocol`] are here. That crate has an `async` client
//! for native programs, which bring a transport of their own.
//!
//! Depend on it with `default-features = false`: otherwise your own wasm exports this crate's
//! JavaScript bindings.
//!
//! "Contract §3.1" and the like name sections of `docs/contract.md` in the repository: what a portal
//! does, with sources.

#[cfg(all(target_arch = "wasm32", feature = "mirror"))]
mod api;
#[cfg(target_arch = "wasm32")]
mod auth;
#[cfg(target_arch = "wasm32")]
mod call_bind;
#[cfg(target_arch = "wasm32")]
mod portal;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(feature = "js"), allow(dead_code, reason = "for JavaScript"))]
mod transport;

#[cfg(target_arch = "wasm32")]
pub use auth::Refresh;
pub use bx24_protocol::calls::credential::Token;
pub use bx24_protocol::calls::settings::Settings;
pub use bx24_protocol::error::{Error, ErrorCode, FieldError};
pub use bx24_protocol::handlers::diagnosis::{Diagnosis, Severity};
pub use bx24_protocol::handlers::handler::{EventType, Handler};
pub use bx24_protocol::handlers::plan::{Plan, Prune, Step, SyncOptions};
pub use bx24_protocol::handlers::report::{Failure, SyncReport};
pub use bx24_protocol::offline::reader::ReaderOptions;
pub use bx24_protocol::wire::params::{Params, Value};
#[cfg(target_arch = "wasm32")]
pub use call_bind::{call_bind, call_unbind};
#[cfg(target_arch = "wasm32")]
pub use portal::{
    Auth, Bound, CallOptions, OfflineBatch, Options, Portal, Time, Unbound, Walk, connect,
};
#[cfg(target_arch = "wasm32")]
pub use transport::executor::{OnRetry, Retry};
