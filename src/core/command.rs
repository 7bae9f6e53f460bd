//! A REST method and what it is given.

use std::ops::Deref;

use super::handler::put;
use super::value::Params;

/// One call, or one command of a `batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
// boxed: moved through every layer
pub struct Command(Box<Parts>);

/// What a [`Command`] consists of; its fields are read through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The REST method.
    pub method: &'static str,
    /// Its parameters.
    pub params: Params,
}

impl Deref for Command {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Command {
    /// A call of `method` with `params`.
    #[must_use]
    pub fn new(method: &'static str, params: Params) -> Self {
        Self(Box::new(Parts { method, params }))
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
