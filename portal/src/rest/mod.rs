//! REST: a request's way through the portal (contract §1, §2).

mod arrival;
pub mod credential;
pub mod methods;
pub mod params;
mod pipeline;
mod route;
mod run;
mod time;

pub use pipeline::serve;
pub use run::run_metered;
