//! What a browser does: postMessage, fetch, timers. Holds no policy.
pub mod answer;
pub mod bx24;
pub mod clock;
pub mod fetch;
pub mod object;
pub mod parent;
pub mod runner;
pub mod session;
pub mod value;
