//! An application's handlers.
//!
//! - [`handler`], [`validate`]: one handler; checks for a list of them
//! - [`snapshot`]: what the portal says about the application, its user and its handlers
//! - [`plan`], [`move_handlers`]: what to bind, to unbind and to keep
//! - [`apply`], [`report`]: applies a plan, and reports what became of it
//! - [`diagnose`], [`diagnosis`]: why no events arrive

pub mod apply;
mod change;
pub mod diagnose;
pub mod diagnosis;
pub mod handler;
pub mod move_handlers;
pub mod plan;
pub(crate) mod precheck;
pub mod report;
pub mod snapshot;
pub mod validate;
mod warnings;
