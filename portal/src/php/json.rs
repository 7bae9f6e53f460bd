//! JSON as PHP writes it.

use serde_json::Value;

/// The value's JSON text, `/` written as `\/` (contract §1.5).
pub fn encode(value: &Value) -> String {
    // JSON has slashes inside strings only
    value.to_string().replace('/', "\\/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn slashes_are_escaped_in_keys_and_values() {
        assert_eq!(
            encode(&json!({"a/b": ["c/d", 1.5, true]})),
            r#"{"a\/b":["c\/d",1.5,true]}"#
        );
    }
}
