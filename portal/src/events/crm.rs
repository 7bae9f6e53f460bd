//! Events of the CRM.

use serde_json::{Value, json};

/// `data` of an event about one object.
pub fn data(id: i64) -> Value {
    json!({"FIELDS": {"ID": id.to_string()}})
}
