//! Reading `a[b][0]=x`.

use indexmap::IndexMap;
use serde_json::Value;

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

/// Collects named fields into a tree. The time for a field does not depend on how many there are.
#[derive(Default)]
pub struct Fields {
    root: Branch,
    count: usize,
}

/// A PHP array that grows.
#[derive(Default)]
struct Branch {
    entries: IndexMap<String, Node>,
    /// The key of the next `[]`: above every number that was a key.
    next_index: u64,
}

enum Node {
    Text(String),
    Branch(Branch),
}

impl Fields {
    /// Adds one field under its bracketed name.
    pub fn add(&mut self, name: &str, value: String) {
        self.count += 1;
        let Some((head, keys)) = split_name(name) else {
            return;
        };
        if keys.len() < DEEPEST && self.count <= MOST_FIELDS {
            self.root.insert(head, &keys, value);
        }
    }

    /// The tree; maps whose keys are 0, 1, 2 … become lists.
    pub fn into_tree(self) -> Tree {
        self.root.into_tree()
    }
}

impl Branch {
    fn insert(&mut self, key: String, deeper: &[&str], value: String) {
        if let Ok(index) = key.parse::<u64>() {
            self.next_index = self.next_index.max(index.saturating_add(1));
        }
        let Some((next, deeper)) = deeper.split_first() else {
            self.entries.insert(key, Node::Text(value));
            return;
        };
        let slot = self.entries.entry(key).or_insert_with(Node::empty);
        if matches!(slot, Node::Text(_)) {
            *slot = Node::empty();
        }
        if let Node::Branch(inner) = slot {
            let next = match *next {
                "" => inner.next_index.to_string(),
                named => named.to_owned(),
            };
            inner.insert(next, deeper, value);
        }
    }

    fn into_tree(self) -> Tree {
        let value = |(key, node): (String, Node)| (key, node.into_value());
        self.entries.into_iter().map(value).collect()
    }
}

impl Node {
    fn empty() -> Self {
        Self::Branch(Branch::default())
    }

    fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text),
            Self::Branch(branch) => php_array(branch.into_tree()),
        }
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

    /// Once each `[]` looked through all that came before it.
    #[test]
    fn many_fields_take_no_longer_each() {
        let text = "a[]=x&".repeat(MOST_FIELDS + 5);
        let start = std::time::Instant::now();
        let tree = parse(text.as_bytes());
        let took = start.elapsed();
        let list = tree.get("a").and_then(Value::as_array);
        assert_eq!(list.map(Vec::len), Some(MOST_FIELDS));
        assert!(took < std::time::Duration::from_secs(1), "{took:?}");
    }

    #[test]
    fn multipart_and_forms_have_one_limit() {
        let mut fields = Fields::default();
        for _ in 0..MOST_FIELDS + 5 {
            fields.add("a[]", String::new());
        }
        let tree = fields.into_tree();
        assert_eq!(
            tree.get("a").and_then(Value::as_array).map(Vec::len),
            Some(MOST_FIELDS)
        );
    }

    #[test]
    fn ignores_names_nested_too_deep() {
        let name = format!("a{}=1", "[x]".repeat(70));
        assert_eq!(parse(name.as_bytes()), Tree::new());
    }
}
