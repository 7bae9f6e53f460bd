//! A REST method and its parameters.

use std::borrow::Cow;

use super::encode::{encode_component, encode_params, push_pair};
use super::params::{Params, Value};

/// One call, or one command of a `batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The REST method.
    pub method: Cow<'static, str>,
    /// Its parameters.
    pub params: Params,
    /// `auth_connector`, the source of changes; inside a batch only the outer one counts
    /// (contract §5).
    pub connector: Option<String>,
}

impl Command {
    /// A call of `method` without parameters.
    #[must_use]
    pub fn new(method: impl Into<Cow<'static, str>>) -> Self {
        Self {
            method: method.into(),
            params: Params::new(),
            connector: None,
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.push((name.to_owned(), value.into()));
        self
    }

    /// The same with these parameters after those that it has.
    #[must_use]
    pub fn with_params(mut self, params: Params) -> Self {
        self.params.extend(params);
        self
    }

    /// The same with a connector.
    #[must_use]
    pub fn with_connector(mut self, connector: Option<&str>) -> Self {
        self.connector = connector.map(Into::into);
        self
    }

    /// The encoded parameters of a call, without the token.
    #[must_use]
    pub fn body(&self) -> String {
        let mut body = encode_params(&self.params);
        if let Some(connector) = &self.connector {
            push_pair("auth_connector", connector, &mut body);
        }
        body
    }

    /// The command as `batch` takes it: `method?parameters`.
    #[must_use]
    pub fn in_batch(&self) -> String {
        format!("{}?{}", self.method, encode_params(&self.params))
    }

    /// Equal for calls that must not overtake each other: binds and unbinds of one handler. Empty if
    /// the order does not matter.
    #[must_use]
    pub fn order_key(&self) -> String {
        if !matches!(&*self.method, "event.bind" | "event.unbind") {
            return String::new();
        }
        let ordered = |(name, value): &(String, Value)| match value {
            Value::Text(text) if name == "event" || name == "handler" => {
                Some(format!("{name}={}&", encode_component(text)))
            }
            _ => None,
        };
        let key: String = self.params.iter().filter_map(ordered).collect();
        key.to_ascii_uppercase()
    }
}
