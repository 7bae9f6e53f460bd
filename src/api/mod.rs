//! What JavaScript sees: converts and delegates.
#[cfg(feature = "js")]
mod client;
mod fields;
#[cfg(feature = "js")]
mod given;
#[cfg(feature = "js")]
mod handler;
#[cfg(feature = "js")]
mod how;
mod mirror;
#[cfg(feature = "js")]
mod more;
mod options;
#[cfg(feature = "js")]
mod outcome;
mod plain;
mod report;
mod types;
