//! What became of each handler of a plan.

use super::handler::Handler;
use crate::error::Error;

/// A handler that could not be bound or unbound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The handler; it can be passed in again.
    pub handler: Handler,
    /// Why.
    pub error: Error,
}

/// What a `sync` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Bound now.
    pub bound: Vec<Handler>,
    /// The portal found them bound.
    pub already_bound: Vec<Handler>,
    /// Unbound now.
    pub unbound: Vec<Handler>,
    /// Left as they were: wanted and there, or not removed because a bind failed.
    pub kept: Vec<Handler>,
    /// Not bound or not unbound.
    pub failed: Vec<Failure>,
}
