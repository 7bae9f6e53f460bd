//! Writing `a[b][0]=x`.

use std::fmt::Write as _;

use serde_json::Value;

use super::Tree;
use crate::php;

/// Writes a tree as a form body; null and empty lists are left out, as in PHP.
pub fn encode(tree: &Tree) -> String {
    let mut body = String::new();
    for (name, value) in tree {
        write_value(&mut body, &escape(name), value);
    }
    body
}

fn write_value(body: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                write_value(body, &format!("{name}%5B{index}%5D"), item);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                write_value(body, &format!("{name}%5B{}%5D", escape(key)), item);
            }
        }
        scalar => write_scalar(body, name, scalar),
    }
}

fn write_scalar(body: &mut String, name: &str, value: &Value) {
    let text = match value {
        Value::Bool(flag) => u8::from(*flag).to_string(),
        other => php::text(other).unwrap_or_default(),
    };
    let separator = if body.is_empty() { "" } else { "&" };
    // writing to a String cannot fail
    let _ = write!(body, "{separator}{name}={}", escape(&text));
}

fn escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use serde_json::json;

    #[test]
    fn writes_what_it_reads() {
        let tree = parse(b"event=A&data[FIELDS][ID]=7&list[0]=a%26b&list[1]=%C3%A9");
        assert_eq!(
            encode(&tree),
            "event=A&data%5BFIELDS%5D%5BID%5D=7&list%5B0%5D=a%26b&list%5B1%5D=%C3%A9"
        );
        assert_eq!(parse(encode(&tree).as_bytes()), tree);
    }

    #[test]
    fn null_and_empty_leave_no_trace() {
        let Value::Object(tree) = json!({"a": null, "b": [], "c": {}, "d": true, "e": false})
        else {
            return;
        };
        assert_eq!(encode(&tree), "d=1&e=0");
    }
}
