//! PHP's bracket syntax: `a[b][0]=x`, read and written (contract §1.2, §9.1).

mod read;
mod write;

use serde_json::{Map, Value};

pub use read::{Fields, parse};
pub use write::encode;

/// Named values, in the order in which they came.
pub type Tree = Map<String, Value>;

/// A PHP array by its keys, those of a list being 0, 1, 2 …; `None` for other values.
pub fn as_tree(value: &Value) -> Option<Tree> {
    match value {
        Value::Object(map) => Some(map.clone()),
        Value::Array(list) => {
            let keyed = list.iter().enumerate();
            Some(
                keyed
                    .map(|(index, item)| (index.to_string(), item.clone()))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// A PHP array as JSON: a list if its keys are 0, 1, 2 … or if it is empty, else an object.
pub fn php_array(map: Tree) -> Value {
    if map
        .keys()
        .enumerate()
        .all(|(index, key)| *key == index.to_string())
    {
        Value::Array(map.into_iter().map(|(_, value)| value).collect())
    } else {
        Value::Object(map)
    }
}
