//! Reading `a[b][0]=x`.

use serde_json::{Map, Value};

use super::{Tree, php_array};

/// PHP ignores deeper names (`max_input_nesting_level`).
const DEEPEST: usize = 64;
/// PHP ignores further fields (`max_input_vars`, at the value that Bitrix24 recommends).
const MOST_FIELDS: usize = 10_000;

/// Reads an url-encoded text. Nothing is an error: fields without a proper name are left out, as in PHP.
pub fn parse(text: &[u8]) -> Tree {
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(text).take(MOST_FIELDS) {
        fields.add(&name, value.into_owned());
    }
    fields.into_tree()
}

/// Collects named fields into a tree.
#[derive(Default)]
pub struct Fields {
    tree: Tree,
}

impl Fields {
    /// Adds one field under its bracketed name.
    pub fn add(&mut self, name: &str, value: String) {
        let Some((head, keys)) = split_name(name) else {
            return;
        };
        if keys.len() < DEEPEST {
            insert(&mut self.tree, head, &keys, value);
        }
    }

    /// The tree; maps whose keys are 0, 1, 2 … become lists.
    pub fn into_tree(self) -> Tree {
        self.tree
            .into_iter()
            .map(|(name, value)| (name, listed(value)))
            .collect()
    }
}

/// `a.b[c][]` becomes `a_b` with the keys `c` and an empty one; `None` if there is no name.
fn split_name(name: &str) -> Option<(String, Vec<&str>)> {
    let name = name.trim_start_matches(' ');
    let open = name.find('[').filter(|&at| name[at..].contains(']'));
    let (head, rest) = name.split_at(open.unwrap_or(name.len()));
    let head = match open {
        Some(_) => head.replace(['.', ' '], "_"),
        None => without_open_bracket(head),
    };
    (!head.is_empty() && !name.starts_with('[')).then(|| (head, keys(rest)))
}

/// A bracket that is never closed becomes `_`.
fn without_open_bracket(name: &str) -> String {
    match name.find('[') {
        Some(at) => format!(
            "{}_{}",
            name[..at].replace(['.', ' '], "_"),
            &name[at + 1..]
        ),
        None => name.replace(['.', ' '], "_"),
    }
}

fn keys(mut rest: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    while let Some((key, after)) = rest.strip_prefix('[').and_then(|open| open.split_once(']')) {
        keys.push(key.trim_start_matches(' '));
        rest = after;
    }
    keys
}

fn insert(map: &mut Tree, key: String, deeper: &[&str], value: String) {
    let Some((next, deeper)) = deeper.split_first() else {
        map.insert(key, Value::String(value));
        return;
    };
    let slot = map.entry(key).or_insert(Value::Null);
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    if let Value::Object(inner) = slot {
        let next = if next.is_empty() {
            next_index(inner)
        } else {
            (*next).to_owned()
        };
        insert(inner, next, deeper, value);
    }
}

fn next_index(map: &Tree) -> String {
    let highest = map.keys().filter_map(|key| key.parse::<u64>().ok()).max();
    highest
        .map_or(0, |index| index.saturating_add(1))
        .to_string()
}

fn listed(value: Value) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    php_array(
        map.into_iter()
            .map(|(key, value)| (key, listed(value)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_names_as_php_does() {
        for (text, expected) in [
            ("a=1&b=x%20y+z", json!({"a": "1", "b": "x y z"})),
            ("&&a=1&", json!({"a": "1"})),
            ("a", json!({"a": ""})),
            ("a=1&a=2", json!({"a": "2"})),
            (
                "a[b][c]=1&a[b][d]=2",
                json!({"a": {"b": {"c": "1", "d": "2"}}}),
            ),
            ("a[]=x&a[]=y", json!({"a": ["x", "y"]})),
            ("a[0]=x&a[1]=y", json!({"a": ["x", "y"]})),
            ("a[1]=x&a[0]=y", json!({"a": {"1": "x", "0": "y"}})),
            ("a[5]=x&a[]=y", json!({"a": {"5": "x", "6": "y"}})),
            ("a%5Bb%5D=1", json!({"a": {"b": "1"}})),
            ("a=1&a[b]=2", json!({"a": {"b": "2"}})),
            ("a[b]=1&a=2", json!({"a": "2"})),
            ("a[b=1", json!({"a_b": "1"})),
            ("a[b]x[c]=1", json!({"a": {"b": "1"}})),
            ("a.b c=1", json!({"a_b_c": "1"})),
            ("=1", json!({})),
            ("[a]=1&[=1&[ ]=1", json!({})),
            ("a=%zz", json!({"a": "%zz"})),
        ] {
            assert_eq!(Value::Object(parse(text.as_bytes())), expected, "{text}");
        }
    }

    #[test]
    fn ignores_names_nested_too_deep() {
        let name = format!("a{}=1", "[x]".repeat(70));
        assert_eq!(parse(name.as_bytes()), Map::new());
    }
}
