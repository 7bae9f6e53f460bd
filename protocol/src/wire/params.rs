//! A request's parameters as a tree, scalars already as the text that goes out.

use crate::text::digits;

/// Parameters of a request, in the order in which the caller gave them.
pub type Params = Vec<(String, Value)>;

/// One parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Leaves no trace in the encoded form (contract §7.3).
    Null,
    /// A scalar, as text.
    Text(String),
    /// A list; an empty one arrives as an empty string.
    List(Vec<Value>),
    /// Named values; an empty one leaves no trace.
    Map(Params),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Text(digits(number))
    }
}
