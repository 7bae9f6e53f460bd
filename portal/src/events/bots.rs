//! The tokens inside the data of bots' events, which their pages document.

use serde_json::{Value, json};

use crate::php::brackets::Tree;

/// The data with the tokens of `auth` in each block of `BOT` and `COMMAND`: as fields of the block and
/// once more as its `AUTH`. The bots of the second version have them in `bot.auth`, and are told apart
/// by their codes.
pub fn with_auth(code: &str, mut data: Value, auth: &Value, client_id: &str) -> Value {
    let mut own = auth.as_object().cloned().unwrap_or_default();
    own.insert("client_id".to_owned(), json!(client_id));
    if code.starts_with("ONIMBOTV2") {
        if let Some(bot) = data.get_mut("bot").and_then(Value::as_object_mut) {
            bot.insert("auth".to_owned(), auth.clone());
        }
        return data;
    }
    for name in ["BOT", "COMMAND"] {
        let blocks = data.get_mut(name).and_then(Value::as_object_mut);
        for block in blocks.into_iter().flat_map(|blocks| blocks.values_mut()) {
            add(block, &own);
        }
    }
    data
}

fn add(block: &mut Value, auth: &Tree) {
    if let Some(block) = block.as_object_mut() {
        block.extend(auth.clone());
        block.insert("AUTH".to_owned(), Value::Object(auth.clone()));
    }
}
