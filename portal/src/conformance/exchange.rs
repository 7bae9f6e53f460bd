//! One entry of the files.

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

/// One request and what has to come back.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Of the contract.
    pub section: String,
    /// What it shows.
    pub name: String,
    /// Who calls.
    #[serde(default)]
    pub caller: Caller,
    /// Whether `verify` sends it to any portal. It reads, or it writes below [`super::PLACE`] only.
    #[serde(default)]
    pub remote: bool,
    /// Switches of this portal that it needs.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Faults of this portal that it needs.
    #[serde(default)]
    pub faults: Vec<Value>,
    /// Calls before it, which have to succeed: by the administrator, or by whom `verify` calls as.
    #[serde(default)]
    pub before: Vec<Before>,
    /// The method.
    pub method: String,
    /// Its parameters.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// The HTTP status.
    pub status: u16,
    /// `error`; without one there is none.
    pub error: Option<String>,
    /// `error_description`.
    pub description: Option<String>,
    /// `argument`; without one there is none.
    pub argument: Option<String>,
    /// What `result` is, or what is in it at the pointer `at`.
    pub result: Option<Value>,
    /// A JSON pointer into `result`.
    #[serde(default)]
    pub at: String,
    /// Or only what it is: `array` or `object`.
    pub kind: Option<String>,
    /// Or an item that it has among others.
    pub contains: Option<Value>,
}

/// A call before an exchange.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// The method.
    pub method: String,
    /// Its parameters, an object.
    pub params: Value,
}

/// Who calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caller {
    /// An administrator.
    #[default]
    Admin,
    /// A user who is not one.
    User,
    /// A webhook.
    Webhook,
    /// A webhook that does not exist.
    #[serde(rename = "wrong webhook")]
    WrongWebhook,
    /// A token that the portal does not know.
    Unknown,
    /// Nobody: no token at all.
    Nobody,
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Admin => "an administrator",
            Self::User => "a user",
            Self::Webhook => "a webhook",
            Self::WrongWebhook => "a webhook that does not exist",
            Self::Unknown => "an unknown token",
            Self::Nobody => "no token",
        })
    }
}

impl Exchange {
    /// All its calls in order: those before, then its own.
    pub fn calls(&self) -> impl Iterator<Item = (&str, Value)> {
        let before = self.before.iter();
        before
            .map(|call| (call.method.as_str(), call.params.clone()))
            .chain([(self.method.as_str(), Value::Object(self.params.clone()))])
    }
}
