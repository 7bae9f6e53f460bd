//! Macros of a batch: `$result[key][field]` is replaced by what an earlier command answered
//! (contract §5).

use serde_json::Value;

use super::results::Results;
use crate::journal::Weight;
use crate::php;
use crate::php::brackets::Tree;

/// What the macros of one command may become, in bytes: with 50 results of megabytes each a short
/// request could ask for any amount.
const LARGEST: usize = 16 << 20;

/// Replaces the macros of one command.
pub struct Resolver<'a> {
    results: &'a Results,
    left: usize,
}

/// The macros of a command became more than [`LARGEST`].
#[derive(Debug, PartialEq)]
pub struct TooLarge;

/// A macro in a text.
struct Found<'a> {
    start: usize,
    end: usize,
    root: &'a Tree,
    /// The value; `None`: that of the root.
    value: Option<&'a Value>,
}

impl<'a> Resolver<'a> {
    /// With what the commands before have answered.
    pub fn new(results: &'a Results) -> Self {
        Self {
            results,
            left: LARGEST,
        }
    }

    /// The value with every macro replaced, at any depth.
    pub fn resolve(&mut self, value: Value) -> Result<Value, TooLarge> {
        match value {
            Value::String(text) => self.resolve_text(text),
            Value::Array(list) => {
                let items = list.into_iter().map(|item| self.resolve(item));
                Ok(Value::Array(items.collect::<Result<_, _>>()?))
            }
            Value::Object(map) => Ok(Value::Object(self.resolve_tree(map)?)),
            other => Ok(other),
        }
    }

    /// The same for each value of a tree.
    pub fn resolve_tree(&mut self, tree: Tree) -> Result<Tree, TooLarge> {
        let items = tree.into_iter();
        items
            .map(|(key, item)| Ok((key, self.resolve(item)?)))
            .collect()
    }

    /// A text that is one macro becomes the value itself. Within a text only strings and numbers
    /// replace a macro; others stay as they are.
    fn resolve_text(&mut self, text: String) -> Result<Value, TooLarge> {
        let (mut done, mut at) = (String::new(), 0);
        // behind the last bracket no macro ends
        let to = text.rfind(']').map_or(0, |last| last + 1);
        while let Some(found) = find(text.get(..to).unwrap_or_default(), at, self.results) {
            if found.start == 0 && found.end == text.len() {
                return self.whole(&found);
            }
            done += text.get(at..found.start).unwrap_or_default();
            match found.value {
                Some(scalar @ (Value::String(_) | Value::Number(_))) => {
                    self.take(scalar.weight())?;
                    done += &php::text(scalar).unwrap_or_default();
                }
                _ => done += text.get(found.start..found.end).unwrap_or_default(),
            }
            at = found.end;
        }
        done += text.get(at..).unwrap_or_default();
        Ok(Value::String(done))
    }

    fn whole(&mut self, found: &Found<'_>) -> Result<Value, TooLarge> {
        if let Some(value) = found.value {
            self.take(value.weight())?;
            return Ok(value.clone());
        }
        self.take(found.root.values().map(Weight::weight).sum())?;
        Ok(Value::Object(found.root.clone()))
    }

    fn take(&mut self, bytes: usize) -> Result<(), TooLarge> {
        self.left = self.left.checked_sub(bytes).ok_or(TooLarge)?;
        Ok(())
    }
}

/// The first macro of the text from `at` on. Each letter is looked at once, but for the names of roots.
fn find<'a>(text: &str, at: usize, results: &'a Results) -> Option<Found<'a>> {
    let rest = text.get(at..)?;
    rest.match_indices('$').find_map(|(offset, _)| {
        let start = at + offset;
        let (root, open) = root(rest.get(offset + 1..)?, results)?;
        let open = start + 1 + open;
        let (keys, length) = keys(text.get(open..)?);
        (!keys.is_empty()).then(|| Found {
            start,
            end: open + length,
            root,
            value: deepest(root, &keys),
        })
    })
}

/// The root whose name and bracket the text begins with, and where the bracket is.
fn root<'a>(text: &str, results: &'a Results) -> Option<(&'a Tree, usize)> {
    let roots = [
        ("result[", &results.result),
        ("error[", &results.error),
        ("total[", &results.total),
        ("next[", &results.next),
        ("time[", &results.time),
    ];
    let found = roots.into_iter().find(|(name, _)| text.starts_with(name));
    found.map(|(name, root)| (root, name.len() - 1))
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
fn deepest<'a>(root: &'a Tree, keys: &[&str]) -> Option<&'a Value> {
    let (first, deeper) = keys.split_first()?;
    let mut value = root.get(*first)?;
    for key in deeper {
        let Some(next) = child(value, key) else { break };
        value = next;
    }
    Some(value)
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
            assert_eq!(resolve(json!(text)), Ok(expected), "{text}");
        }
        let nested = resolve(json!({"a": ["$result[text]"]}));
        assert_eq!(nested, Ok(json!({"a": ["x"]})));
    }

    fn resolve(value: Value) -> Result<Value, TooLarge> {
        Resolver::new(&results()).resolve(value)
    }

    /// Once each `$` looked for a bracket up to the end.
    #[test]
    fn reading_takes_no_longer_for_each_letter() {
        let start = std::time::Instant::now();
        for part in [
            "$",
            "$result",
            "$result[",
            "$result[a",
            "$[",
            "$result[text]",
        ] {
            let text = part.repeat((1 << 20) / part.len());
            assert!(resolve(json!(text)).is_ok(), "{part}");
            assert!(resolve(json!(format!("{text}]"))).is_ok(), "{part}");
            let late = format!("{}]{text}", "$result[text]".repeat(1 << 16));
            assert!(resolve(json!(late)).is_ok(), "{part}");
        }
        let took = start.elapsed();
        assert!(took < std::time::Duration::from_secs(5), "{took:?}");
    }

    #[test]
    fn what_macros_become_is_bounded() {
        let mut results = results();
        let large = Value::from("x".repeat(1 << 20));
        results.result.insert("large".to_owned(), large);
        let mut resolver = Resolver::new(&results);
        let times = |number: usize| Value::from(vec!["$result[large]"; number]);
        assert!(resolver.resolve(times(15)).is_ok());
        assert_eq!(resolver.resolve(times(15)), Err(TooLarge));
        let inside = format!("{}!", "$result[large]".repeat(20));
        assert_eq!(
            Resolver::new(&results).resolve(json!(inside)),
            Err(TooLarge)
        );
        let root = Value::from(vec!["$result[none]"; 20]);
        assert_eq!(Resolver::new(&results).resolve(root), Err(TooLarge));
    }
}
