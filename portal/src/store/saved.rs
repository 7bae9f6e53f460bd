//! Values that an older or a newer portal saved.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// `fresh` with the saved fields that it knows, each taken or left by itself; and the names of those
/// that were left, because they are unknown or their values wrong.
pub fn restore<T>(fresh: &T, saved: Map<String, Value>) -> (T, Vec<String>)
where
    T: Clone + Serialize + DeserializeOwned,
{
    let (mut restored, mut left) = (fresh.clone(), Vec::new());
    for (name, value) in saved {
        match with_field(&restored, &name, value) {
            Some(changed) => restored = changed,
            None => left.push(name),
        }
    }
    (restored, left)
}

fn with_field<T: Serialize + DeserializeOwned>(all: &T, name: &str, value: Value) -> Option<T> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(all) else {
        return None;
    };
    *fields.get_mut(name)? = value;
    serde_json::from_value(Value::Object(fields)).ok()
}
