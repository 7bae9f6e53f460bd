//! Rust values as plain JavaScript objects, member by member, which takes far less code than a
//! serializer for each type.

use wasm_bindgen::JsValue;

use crate::browser::object::{object, set, set_text};
use bx24_protocol::Error;
use bx24_protocol::wire::params::Value;

/// Request parameters.
pub fn tree(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Text(text) => text.into(),
        Value::List(items) => list(items, tree),
        Value::Map(entries) => {
            let out = object();
            for (key, value) in entries {
                set(&out, key, tree(value));
            }
            out
        }
    }
}

/// A list of what `make` makes of each item.
pub fn list<T>(items: &[T], make: impl Fn(&T) -> JsValue) -> JsValue {
    let out = js_sys::Array::new();
    for item in items {
        out.push(&make(item));
    }
    out.into()
}

/// What an error says.
pub fn fault(error: &Error) -> JsValue {
    let out = object();
    set_text(&out, "code", &error.code);
    set_text(&out, "description", &error.description);
    set(&out, "status", error.status.into());
    if let Some(argument) = &error.argument {
        set_text(&out, "argument", argument);
    }
    set_text(&out, "method", &error.method);
    set(&out, "retryable", error.retryable.into());
    #[cfg(feature = "js")] // only lists of handlers have them
    if !error.errors.is_empty() {
        set(&out, "errors", list(&error.errors, field_error));
    }
    out
}

#[cfg(feature = "js")]
fn field_error(error: &bx24_protocol::FieldError) -> JsValue {
    let out = object();
    set(&out, "index", (error.index as u32).into());
    set_text(&out, "field", error.field);
    set_text(&out, "reason", &error.reason);
    out
}
