//! The body of a request, as BX24.js writes it (contract §7.3): percent-encoded pairs, nested
//! values in brackets, scalars before nested values.

use std::fmt::Write as _;

use super::params::Value;

/// Encodes parameters as `a=1&b[c]=2&d[0]=3`.
///
/// ```
/// use bx24_protocol::wire::{encode::encode_params, params::Value};
/// let params = [("handler".to_owned(), Value::from("https://x.y/h?a=1&b"))];
/// assert_eq!(encode_params(&params), "handler=https%3A%2F%2Fx.y%2Fh%3Fa%3D1%26b");
/// ```
#[must_use]
pub fn encode_params(params: &[(String, Value)]) -> String {
    let mut out = String::new();
    for nested in [false, true] {
        for (name, value) in params
            .iter()
            .filter(|(_, value)| value.is_nested() == nested)
        {
            push_value(&encode_component(name), value, &mut out);
        }
    }
    out
}

/// `text` as `encodeURIComponent` writes it.
#[must_use]
pub fn encode_component(text: &str) -> String {
    let mut out = String::new();
    push_component(text, &mut out);
    out
}

/// Appends `text` as `encodeURIComponent` writes it.
pub fn push_component(text: &str, out: &mut String) {
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}"); // writing to a String cannot fail
        }
    }
}

/// Appends one pair; `name` is encoded already.
pub fn push_pair(name: &str, text: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
    push_component(text, out);
}

/// Appends an encoded parameter; `name` is encoded already.
fn push_value(name: &str, value: &Value, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Text(text) => push_pair(name, text, out),
        Value::List(items) if items.is_empty() => push_pair(name, "", out),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                push_value(&format!("{name}[{index}]"), item, out);
            }
        }
        Value::Map(entries) => {
            for (key, item) in entries {
                push_value(&format!("{name}[{}]", encode_component(key)), item, out);
            }
        }
    }
}
