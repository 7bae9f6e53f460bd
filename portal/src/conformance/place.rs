//! Where the handlers of the exchanges are: the same place for all, or one of an exchange's own.

use serde_json::Value;

use super::exchange::{Before, Exchange};

/// The start of every address and connector that an exchange binds. The domain is reserved: nothing
/// that a portal delivers there reaches anyone.
pub const PLACE: &str = "app.example/";

impl Exchange {
    /// The same exchange with another place, such as `app.example/RANDOM/`.
    #[must_use]
    pub fn at_place(&self, place: &str) -> Self {
        let mut moved = self.clone();
        moved.params.values_mut().for_each(|v| relocate(v, place));
        for Before { params, .. } in &mut moved.before {
            relocate(params, place);
        }
        let expected = moved.result.iter_mut().chain(&mut moved.contains);
        expected.for_each(|v| relocate(v, place));
        moved
    }
}

fn relocate(value: &mut Value, place: &str) {
    match value {
        Value::String(text) => *text = text.replace(PLACE, place),
        Value::Array(items) => items.iter_mut().for_each(|item| relocate(item, place)),
        Value::Object(fields) => fields.values_mut().for_each(|field| relocate(field, place)),
        _ => {}
    }
}
