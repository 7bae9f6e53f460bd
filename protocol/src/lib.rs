//! What Bitrix24's event methods say: no web type, no clock, no network.
//!
//! - [`wire`]: parameters, bodies, commands, frame messages, URLs, event codes
//! - [`calls`]: the scheduler, the retry table, the rate limit, credentials
//! - [`handlers`]: an application's handlers compared, planned, brought about, diagnosed
//! - [`offline`]: the queue of offline events
//! - [`client`]: what a client does, as `async fn`s over a [`client::Transport`]
//!
//! The crate `bx24-callbind` is the transport of a browser.

pub mod calls;
pub mod client;
pub mod error;
pub mod handlers;
pub mod offline;
pub mod wire;

pub use error::{Error, FieldError};
