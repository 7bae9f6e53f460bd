//! REST: a request's way through the portal (contract §1, §2).

mod answer;
mod caller;
mod credential;
mod method;
mod methods;
mod params;
mod pipeline;
mod request;
mod route;
mod run;
mod time;

pub use credential::token_text;
pub use methods::has as has_method;
pub use pipeline::serve;
pub use time::Start;
