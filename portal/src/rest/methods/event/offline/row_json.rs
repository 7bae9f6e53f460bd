//! A queued event as the methods show it.

use serde_json::{Value, json};

use crate::clock;
use crate::store::queued_event::QueuedEvent;

/// As event.offline.get shows it.
pub fn for_get(row: &QueuedEvent) -> Value {
    json!({
        "ID": row.id.to_string(),
        "TIMESTAMP_X": clock::iso(row.ts as f64),
        "EVENT_NAME": row.event,
        "EVENT_DATA": row.data,
        "EVENT_ADDITIONAL": row.additional,
        "MESSAGE_ID": row.message,
    })
}

/// As event.offline.list shows it.
pub fn for_list(row: &QueuedEvent) -> Value {
    let mut json = for_get(row);
    if let Value::Object(fields) = &mut json {
        fields.insert("PROCESS_ID".to_owned(), json!(row.process));
        fields.insert("ERROR".to_owned(), json!(u8::from(row.error).to_string()));
    }
    json
}
