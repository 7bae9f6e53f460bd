//! An application's handlers: compared, planned, brought about, diagnosed.
pub mod apply;
mod change;
pub mod diagnose;
pub mod diagnosis;
pub mod handler;
pub mod move_handlers;
pub mod plan;
mod precheck;
pub mod report;
pub mod snapshot;
pub mod validate;
mod warnings;
