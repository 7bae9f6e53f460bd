//! PHP's ways with values, forms and JSON: real portals are written in PHP.

pub mod body;
pub mod brackets;
pub mod json;
mod strtotime;
pub mod xml;

use serde_json::Value;

pub use strtotime::strtotime;

/// The value as a string; `None` for null, arrays and objects.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::Bool(false) => Some(String::new()),
        _ => None,
    }
}

/// The values of an array, whatever its keys.
pub fn items(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(list) => Some(list.iter().collect()),
        Value::Object(map) => Some(map.values().collect()),
        _ => None,
    }
}

/// A flag as the portal writes it: `Y` or `N`.
pub fn yes_no(flag: bool) -> Value {
    Value::from(if flag { "Y" } else { "N" })
}

/// `(bool)$value`: null, `false`, 0, `''`, `'0'` and empty arrays are false, everything else is true.
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty() && text != "0",
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// `intval($value)`: a text that does not begin with a number is 0.
pub fn intval(value: &Value) -> i64 {
    match value {
        Value::Number(number) => number
            .as_i64()
            .unwrap_or_else(|| number.as_f64().map_or(0, truncate)),
        Value::String(text) => leading_integer(text),
        other => i64::from(truthy(other)),
    }
}

fn truncate(number: f64) -> i64 {
    number as i64
}

fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let numeric = text
        .bytes()
        .take_while(|byte| b"+-.eE0123456789".contains(byte))
        .count();
    // the longest prefix that is a number, as PHP reads "12abc" and "1e3x"
    (1..=numeric.min(32))
        .rev()
        .filter_map(|end| text.get(..end))
        .find_map(|prefix| {
            prefix
                .parse::<i64>()
                .ok()
                .or_else(|| prefix.parse::<f64>().ok().map(truncate))
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn intval_reads_as_php_does() {
        for (value, expected) in [
            (json!("15"), 15),
            (json!(" 15abc"), 15),
            (json!("-3"), -3),
            (json!("1e3x"), 1000),
            (json!("7.9"), 7),
            (json!("abc"), 0),
            (json!(""), 0),
            (json!("NaN"), 0),
            (json!("undefined"), 0),
            (json!(2.7), 2),
            (json!(true), 1),
            (json!(null), 0),
            (json!([]), 0),
            (json!([1]), 1),
        ] {
            assert_eq!(intval(&value), expected, "{value}");
        }
    }

    #[test]
    fn the_word_false_is_true() {
        assert!(truthy(&json!("false")));
        for value in [
            json!("0"),
            json!(""),
            json!(0),
            json!(null),
            json!([]),
            json!(false),
        ] {
            assert!(!truthy(&value), "{value}");
        }
    }
}
