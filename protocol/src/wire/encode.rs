//! The body of a request, as BX24.js writes it (contract §7.3): percent-encoded pairs, nested
//! values in brackets, scalars before nested values.

use crate::text::{among, digits};
use crate::wire::params::Value;

/// Encodes parameters as `a=1&b[c]=2&d[0]=3`.
///
/// ```
/// use bx24_protocol::{wire::encode::pairs, wire::params::Value};
/// let params = [("handler".to_owned(), Value::from("https://x.y/h?a=1&b"))];
/// assert_eq!(pairs(&params), "handler=https%3A%2F%2Fx.y%2Fh%3Fa%3D1%26b");
/// ```
#[must_use]
pub fn pairs(params: &[(String, Value)]) -> String {
    let mut out = String::new();
    for nested in [false, true] {
        for (key, value) in params {
            if matches!(value, Value::List(_) | Value::Map(_)) == nested {
                let mut name = String::new();
                component(key, &mut name);
                pair(&name, value, &mut out);
            }
        }
    }
    out
}

/// Appends `text` as `encodeURIComponent` writes it.
pub fn component(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).map_or('0', |&c| char::from(c));
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || among(byte, b"-_.!~*'()") {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
}

/// Appends what a parameter is encoded as; `name` is encoded already.
pub fn pair(name: &str, value: &Value, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Text(text) => scalar(name, text, out),
        Value::List(items) if items.is_empty() => scalar(name, "", out),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                pair(&sub(name, &digits(index as i64)), item, out);
            }
        }
        Value::Map(entries) => {
            for (key, item) in entries {
                pair(&sub(name, key), item, out);
            }
        }
    }
}

/// Appends one pair; `name` is encoded already.
pub fn scalar(name: &str, text: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
    component(text, out);
}

fn sub(name: &str, key: &str) -> String {
    let mut out = String::from(name);
    out.push('[');
    component(key, &mut out);
    out.push(']');
    out
}
