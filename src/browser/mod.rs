//! What a browser does: postMessage, fetch, timers. Holds no policy.
pub mod answer;
pub mod bind;
pub mod bx24;
pub mod callback;
pub mod clock;
pub mod face;
pub mod fetch;
pub mod object;
pub mod parent;
pub mod plan;
pub mod portal;
pub mod queue;
pub mod runner;
pub mod session;
pub mod signal;
pub mod value;
pub mod work;
