//! A REST method and what it is given.

use std::ops::{Deref, DerefMut};

use crate::handlers::handler::put;
use crate::wire::encode::pairs;
use crate::wire::params::Params;

/// One call, or one command of a `batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
// boxed: moved through every layer
pub struct Command(Box<Parts>);

/// What a [`Command`] consists of; its fields are read and written through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The REST method.
    pub method: &'static str,
    /// Its parameters, encoded.
    pub body: String,
}

impl Deref for Command {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Command {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl Command {
    /// A call of `method` with `params`.
    #[must_use]
    pub fn new(method: &'static str, params: Params) -> Self {
        let body = pairs(&params);
        Self(Box::new(Parts { method, body }))
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
