//! Masks tokens and secrets in what the portal shows of requests and deliveries, and shortens long texts.

use serde_json::Value;

use crate::php::brackets::Tree;

const SECRETS: [&str; 6] = [
    "auth",
    "access_token",
    "refresh_token",
    "client_secret",
    "AUTH_ID",
    "REFRESH_ID",
];
const MASK: &str = "***";
/// Longer texts are shortened to so many bytes.
const LONGEST: usize = 16 << 10;

/// The tree with every secret masked, inside the commands of a batch too, and long texts shortened.
pub fn tree(tree: &Tree) -> Tree {
    tree.iter()
        .map(|(name, value)| (name.clone(), named(name, value)))
        .collect()
}

fn named(name: &str, value: &Value) -> Value {
    if SECRETS.contains(&name) && !value.is_object() {
        Value::from(MASK)
    } else {
        self::value(value)
    }
}

/// The value with every secret inside it masked.
pub fn value(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(tree(map)),
        Value::Array(list) => list.iter().map(self::value).collect(),
        Value::String(text) => Value::String(shortened(command(text))),
        other => other.clone(),
    }
}

/// The end is cut off, which says how long the whole is.
pub fn shortened(mut text: String) -> String {
    let length = text.len();
    if length > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text += &format!("… ({length} bytes)");
    }
    text
}

/// `method?auth=x&a=b` → `method?auth=***&a=b`.
fn command(text: &str) -> String {
    text.split_inclusive(['?', '&']).map(piece).collect()
}

fn piece(piece: &str) -> String {
    let end = if piece.ends_with('&') { "&" } else { "" };
    match piece.split_once('=') {
        Some((name, _)) if SECRETS.contains(&name) => format!("{name}={MASK}{end}"),
        _ => piece.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn long_texts_are_shortened_between_letters() {
        let text = shortened("é".repeat(LONGEST));
        assert_eq!(text, format!("{}… (32768 bytes)", "é".repeat(LONGEST / 2)));
        assert_eq!(shortened("a".repeat(LONGEST)).len(), LONGEST);
    }

    #[test]
    fn secrets_are_masked_everywhere() {
        let Value::Object(sent) = json!({
            "auth": "T",
            "event": "ONAPPTEST",
            "cmd": ["event.get?auth=T&a=1", "b?x=auth=T"],
            "nested": {"refresh_token": "T"},
        }) else {
            return;
        };
        let expected = json!({
            "auth": "***",
            "event": "ONAPPTEST",
            "cmd": ["event.get?auth=***&a=1", "b?x=auth=T"],
            "nested": {"refresh_token": "***"},
        });
        assert_eq!(Value::Object(tree(&sent)), expected);
    }
}
