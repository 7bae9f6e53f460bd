//! The protocol of Bitrix24's event methods: what is sent, what answers mean, what is repeated. No web
//! types, no clock, no network.
//!
//! - [`wire`]: parameters, bodies, commands, frame messages, URLs, event codes
//! - [`calls`]: the scheduler, the retry table, the rate limit, credentials
//! - [`handlers`]: an application's handlers: compared, planned, applied, diagnosed
//! - [`offline`]: the queue of offline events
//! - [`client`]: a client, as `async fn`s over a [`client::Transport`]
//!
//! The crate `bx24-callbind` has the transport for browsers. For a native program, write one with an
//! HTTP client of its own, and take the feature `json` for its bodies.
//!
//! "Contract §3.1" and the like name sections of `docs/contract.md` in the repository: what a portal
//! does, with sources.

pub mod calls;
pub mod client;
pub mod error;
pub mod handlers;
pub mod offline;
pub mod wire;

pub use error::{Error, FieldError};
