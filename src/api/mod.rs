//! What JavaScript sees: converts and delegates.
mod mirror;
mod options;
mod report;
mod types;
