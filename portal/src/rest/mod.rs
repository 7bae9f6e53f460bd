//! REST: a request's way through the portal (contract §1, §2).

mod pipeline;
mod route;
mod time;

pub use pipeline::serve;
