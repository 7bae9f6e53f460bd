//! Where tokens come from: the parent page, BX24.js on the same page, or the caller.

#[cfg(feature = "mirror")]
mod asked;
mod bx24_js;
mod caller;
pub mod frame;
mod grant;
pub mod parent;

pub use caller::{Refresh, account_of_token, account_of_webhook};
