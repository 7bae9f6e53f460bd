//! What arrives at an inbox.

use serde::Serialize;
use serde_json::Value;

use super::Weight;

/// One request to `/inbox/NAME`, as `/inbox/NAME.json` lists it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: u64,
    /// The inbox's NAME.
    pub inbox: String,
    /// When it arrived, in unix seconds.
    pub ts: f64,
    pub content_type: String,
    /// The body as sent; without a body, the query.
    pub raw: String,
    /// The body parsed into a tree.
    pub fields: Value,
}

impl Weight for Message {
    fn weight(&self) -> usize {
        self.raw.as_str().weight() + self.fields.weight()
    }
}
