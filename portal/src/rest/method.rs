//! A row of the registry of methods, and what a method gets when it is called.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;

use super::caller::Caller;
use super::params::Params;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::rest::answer::Answer;
use crate::switches::Switches;

/// One call of a method.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub portal: &'a Arc<Portal>,
    pub caller: &'a Caller,
    pub params: &'a Params,
}

impl<'a> Call<'a> {
    /// The switches of the caller's application.
    pub fn switches(self) -> Arc<Switches> {
        self.portal.switches_of(&self.caller.application)
    }

    /// A call of the same portal by this caller with these parameters.
    pub fn with(self, caller: &'a Caller, params: &'a Params) -> Self {
        Self {
            caller,
            params,
            ..self
        }
    }
}

/// What a method answers.
pub type MethodResult = Result<Answer, Refusal>;

/// A method that was found by its name.
pub enum Found {
    Own(&'static Method),
    /// A stub of this name, and what it answers.
    Stub(String, Result<Value, Refusal>),
}

impl Found {
    /// In lower case.
    pub fn name(&self) -> &str {
        match self {
            Self::Own(method) => method.name,
            Self::Stub(name, _) => name,
        }
    }

    /// The caller needs one of these scopes; if there are none, any caller will do.
    pub fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Own(method) => method.scopes,
            Self::Stub(..) => &[],
        }
    }

    /// Runs the method.
    pub async fn run(&self, call: Call<'_>) -> MethodResult {
        match self {
            Self::Own(method) => method.run(call).await,
            Self::Stub(_, answer) => answer.clone().map(Answer::from),
        }
    }
}

/// One row of the registry.
pub struct Method {
    /// In lower case.
    pub name: &'static str,
    /// The caller needs one of these scopes; if there are none, any caller will do.
    pub scopes: &'static [&'static str],
    function: Function,
}

enum Function {
    Sync(fn(Call<'_>) -> MethodResult),
    Async(for<'a> fn(Call<'a>) -> BoxFuture<'a, MethodResult>),
}

impl Method {
    /// A method that answers without waiting.
    pub const fn new(
        name: &'static str,
        scopes: &'static [&'static str],
        function: fn(Call<'_>) -> MethodResult,
    ) -> Self {
        Self {
            name,
            scopes,
            function: Function::Sync(function),
        }
    }

    /// A method that waits, such as for the commands of a batch.
    pub const fn new_async(
        name: &'static str,
        scopes: &'static [&'static str],
        function: for<'a> fn(Call<'a>) -> BoxFuture<'a, MethodResult>,
    ) -> Self {
        Self {
            name,
            scopes,
            function: Function::Async(function),
        }
    }

    async fn run(&self, call: Call<'_>) -> MethodResult {
        match self.function {
            Function::Sync(function) => function(call),
            Function::Async(function) => function(call).await,
        }
    }
}
