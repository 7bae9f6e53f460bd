//! JSON as PHP writes it.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::Formatter;

struct Php;

impl Formatter for Php {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        text: &str,
    ) -> io::Result<()> {
        writer.write_all(text.replace('/', "\\/").as_bytes())
    }
}

/// The value's JSON text, `/` written as `\/` (contract §1.5).
pub fn text(value: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Php);
    // a `Value` always serialises, and a Vec takes every write
    let _ = value.serialize(&mut serializer);
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn slashes_are_escaped_in_keys_and_values() {
        assert_eq!(
            text(&json!({"a/b": ["c/d", 1.5, true]})),
            r#"{"a\/b":["c\/d",1.5,true]}"#
        );
    }
}
