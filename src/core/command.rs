//! A REST method and what it is given.

use super::handler::put;
use super::value::Params;

/// One call, or one command of a `batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The REST method.
    pub method: &'static str,
    /// Its parameters.
    pub params: Params,
}

impl Command {
    /// A call of `method` with `params`.
    #[must_use]
    pub fn new(method: &'static str, params: Params) -> Self {
        Self { method, params }
    }

    /// Lists event codes: of the granted scopes, of one `scope`, or with `full` all.
    #[must_use]
    pub fn events(scope: Option<&str>, full: bool) -> Self {
        let mut params = Params::new();
        if let Some(scope) = scope {
            put(&mut params, "scope", scope.into());
        }
        if full {
            put(&mut params, "full", "1".into());
        }
        Self::new("events", params)
    }
}
