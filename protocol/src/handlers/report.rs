//! What became of each handler of a plan.

use super::handler::Handler;
use crate::error::Error;

/// A handler that could not be bound or unbound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The handler. It can be passed to `sync` again.
    pub handler: Handler,
    /// Why it failed.
    pub error: Error,
}

/// What a `sync` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Bound now.
    pub bound: Vec<Handler>,
    /// The portal had them already.
    pub already_bound: Vec<Handler>,
    /// Unbound now.
    pub unbound: Vec<Handler>,
    /// Left as they were: bound already, or not unbound because a bind failed.
    pub kept: Vec<Handler>,
    /// Neither bound nor unbound.
    pub failed: Vec<Failure>,
}
