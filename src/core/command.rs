//! A REST method and what it is given.

use super::value::Params;

/// One call, or one command of a `batch`. A connector goes on the outer call (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The REST method.
    pub method: &'static str,
    /// Its parameters, without a connector.
    pub params: Params,
}
