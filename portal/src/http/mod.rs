//! The two origins: routes, pages, inboxes, and the control address.

mod bodies;
mod connections;
mod control;
mod inbox;
mod pages;
mod renamed;
mod router;
mod serve;
mod server;
mod stream;
mod timed_writes;
mod tls;

pub use router::{demo_router, portal_router, renamed_router};
pub use server::Server;
