//! What an answer differs in.

use std::fmt;

use serde_json::{Value, json};

use super::exchange::Exchange;

/// How many characters of a value are shown.
const SHOWN: usize = 200;

/// One thing that is not as it has to be.
#[derive(Debug)]
pub struct Difference {
    what: &'static str,
    expected: Value,
    got: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, expected, .. } = self;
        let got = shortened(&self.got);
        write!(f, "{what}: expected `{expected}`, got `{got}`")
    }
}

/// A value as JSON, cut where it is long: an answer may be a whole page.
#[must_use]
pub fn shortened(value: &Value) -> String {
    let mut text = value.to_string();
    if let Some((end, _)) = text.char_indices().nth(SHOWN) {
        text.truncate(end);
        text.push('…');
    }
    text
}

impl Exchange {
    /// What is not as it has to be in an answer's status and body; empty if all is.
    #[must_use]
    pub fn differences(&self, status: u16, body: &Value) -> Vec<Difference> {
        let field = |name: &str| body.get(name).unwrap_or(&Value::Null);
        let result = field("result").pointer(&self.at).unwrap_or(&Value::Null);
        let checks = [
            equal("status", Some(json!(self.status)), &json!(status)),
            equal("error", Some(json!(self.error)), field("error")),
            equal(
                "error_description",
                self.description.as_ref().map(|text| json!(text)),
                field("error_description"),
            ),
            equal("argument", Some(json!(self.argument)), field("argument")),
            equal("result", self.result.clone(), result),
            equal(
                "kind of result",
                self.kind.as_ref().map(|kind| json!(kind)),
                &json!(kind(result)),
            ),
            self.without_item(result),
        ];
        checks.into_iter().flatten().collect()
    }

    fn without_item(&self, result: &Value) -> Option<Difference> {
        let item = self.contains.as_ref()?;
        let has = result.as_array().is_some_and(|items| items.contains(item));
        (!has).then(|| Difference {
            what: "item of result",
            expected: item.clone(),
            got: result.clone(),
        })
    }
}

/// Nothing expected is nothing that can differ.
fn equal(what: &'static str, expected: Option<Value>, got: &Value) -> Option<Difference> {
    let expected = expected.filter(|expected| expected != got)?;
    let got = got.clone();
    Some(Difference {
        what,
        expected,
        got,
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        _ => "other",
    }
}
