//! The parameters of a method (contract §1.3).

use serde_json::Value;

use crate::php;
use crate::php::brackets::Tree;

/// Parameters of the call itself, which no method gets.
const RESERVED: [&str; 7] = [
    "auth",
    "access_token",
    "auth_connector",
    "start",
    "state",
    "aplogin",
    "ap",
];

/// A call's parameters without the reserved ones.
#[derive(Clone, Debug, Default)]
pub struct Params {
    /// As sent, case kept.
    pub tree: Tree,
    /// `start`, the page's offset.
    pub start: i64,
}

impl Params {
    /// Takes the reserved names out.
    pub fn new(mut tree: Tree) -> Self {
        let start = tree.get("start").map_or(0, php::intval);
        tree.retain(|name, _| !RESERVED.contains(&name.as_str()));
        Self { tree, start }
    }

    /// The value under this name in any case; of several the last one.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.tree
            .iter()
            .rev()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The same; null counts as absent.
    pub fn non_null(&self, name: &str) -> Option<&Value> {
        self.get(name).filter(|value| !value.is_null())
    }

    /// The value as a string; empty if it is absent or not a scalar.
    pub fn text(&self, name: &str) -> String {
        self.get(name).and_then(php::text).unwrap_or_default()
    }

    /// The value as an upper-case string.
    pub fn upper(&self, name: &str) -> String {
        self.text(name).to_uppercase()
    }
}
