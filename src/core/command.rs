//! A REST method and what it is given.

use super::value::Params;

/// One call, or one command of a `batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The REST method.
    pub method: &'static str,
    /// Its parameters.
    pub params: Params,
}
