//! The event methods (contract §3).

pub mod bind;
pub mod get;
mod kind;
pub mod list;
pub mod test;
pub mod unbind;
mod url;

pub use bind::Registering;
pub use kind::{WEBHOOK_WARNING, need_app_token};
