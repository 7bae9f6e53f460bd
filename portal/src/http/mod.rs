//! The two origins: routes, pages, inboxes, and the control address.

pub mod control;
pub mod inbox;
pub mod pages;
pub mod server;
mod stream;
