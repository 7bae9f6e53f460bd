//! Macros of a batch: `$result[key][field]` is replaced by what an earlier command answered
//! (contract §5).

use serde_json::Value;

use super::results::Results;
use crate::php;
use crate::php::brackets::Tree;

/// The value with every macro replaced, at any depth.
pub fn resolve(value: Value, results: &Results) -> Value {
    match value {
        Value::String(text) => resolve_text(text, results),
        Value::Array(list) => list
            .into_iter()
            .map(|item| resolve(item, results))
            .collect(),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, item)| (key, resolve(item, results)))
                .collect(),
        ),
        other => other,
    }
}

/// A text that is one macro becomes the value itself. Within a text only strings and numbers replace
/// a macro; others stay as they are.
fn resolve_text(text: String, results: &Results) -> Value {
    if let Some(whole) =
        find(&text, results).filter(|found| found.start == 0 && found.end == text.len())
    {
        return whole.value;
    }
    let (mut done, mut rest) = (String::new(), text.as_str());
    while let Some(found) = find(rest, results) {
        let (before, after) = (rest.get(..found.start), rest.get(found.end..));
        done.push_str(before.unwrap_or_default());
        let as_is = rest.get(found.start..found.end).unwrap_or_default();
        match &found.value {
            scalar @ (Value::String(_) | Value::Number(_)) => {
                done.push_str(&php::text(scalar).unwrap_or_default());
            }
            _ => done.push_str(as_is),
        }
        rest = after.unwrap_or_default();
    }
    Value::String(done + rest)
}

struct Found {
    start: usize,
    end: usize,
    value: Value,
}

/// The first macro of the text.
fn find(text: &str, results: &Results) -> Option<Found> {
    text.match_indices('$').find_map(|(start, _)| {
        let after = text.get(start + 1..)?;
        let open = after.find('[')?;
        let root = root(after.get(..open)?, results)?;
        let (keys, length) = keys(after.get(open..)?);
        let end = start + 1 + open + length;
        (!keys.is_empty()).then(|| Found {
            start,
            end,
            value: deepest(root, &keys),
        })
    })
}

fn root<'a>(name: &str, results: &'a Results) -> Option<&'a Tree> {
    match name {
        "result" => Some(&results.result),
        "error" => Some(&results.error),
        "total" => Some(&results.total),
        "next" => Some(&results.next),
        "time" => Some(&results.time),
        _ => None,
    }
}

/// The keys of `[a][b]…`, and its length in bytes.
fn keys(text: &str) -> (Vec<&str>, usize) {
    let (mut keys, mut rest) = (Vec::new(), text);
    while let Some((key, after)) = rest.strip_prefix('[').and_then(|open| open.split_once(']')) {
        keys.push(key);
        rest = after;
    }
    (keys, text.len() - rest.len())
}

/// Follows the keys as far as they lead: if one is missing, the value of its parent is used.
fn deepest(root: &Tree, keys: &[&str]) -> Value {
    let Some((first, deeper)) = keys.split_first() else {
        return Value::Object(root.clone());
    };
    let Some(mut value) = root.get(*first) else {
        return Value::Object(root.clone());
    };
    for key in deeper {
        let Some(next) = child(value, key) else { break };
        value = next;
    }
    value.clone()
}

fn child<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(key),
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn results() -> Results {
        let object = |value| match value {
            Value::Object(map) => map,
            _ => Tree::new(),
        };
        Results {
            result: object(json!({"get": {"ID": 7, "LIST": ["a", "b"]}, "text": "x", "0": true})),
            total: object(json!({"get": 3})),
            ..Results::default()
        }
    }

    #[test]
    fn macros_are_replaced() {
        for (text, expected) in [
            ("$result[get][ID]", json!(7)),
            ("$result[get][LIST]", json!(["a", "b"])),
            ("$result[get][LIST][1]", json!("b")),
            ("$result[0]", json!(true)),
            ("id $result[get][ID], $result[text]!", json!("id 7, x!")),
            (
                "list $result[get][LIST].",
                json!("list $result[get][LIST]."),
            ),
            ("$total[get]", json!(3)),
            (
                "$result[get][missing][deep]",
                json!({"ID": 7, "LIST": ["a", "b"]}),
            ),
            ("$nothing[a]", json!("$nothing[a]")),
            ("$result", json!("$result")),
            ("5 $ [a]", json!("5 $ [a]")),
            ("é$result[text]é", json!("éxé")),
        ] {
            assert_eq!(resolve(json!(text), &results()), expected, "{text}");
        }
        let nested = resolve(json!({"a": ["$result[text]"]}), &results());
        assert_eq!(nested, json!({"a": ["x"]}));
    }
}
