//! A request's parameters as a tree, whose scalars are the text that is sent.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

/// Parameters of a request, in the order in which the caller gave them.
pub type Params = Vec<(String, Value)>;

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Is left out when it is encoded (contract §7.3).
    Null,
    /// A scalar, as text.
    Text(String),
    /// A list; an empty one arrives as an empty string.
    List(Vec<Value>),
    /// Named values; an empty one is left out.
    Map(Params),
}

impl Value {
    /// Whether it is a list or a map, which BX24.js writes after all scalars.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }

    /// A list of texts.
    #[must_use]
    pub fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| text.as_str().into()).collect())
    }
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
        Self::Text(number.to_string())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
