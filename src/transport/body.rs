//! The portal's JSON, as `JSON.parse` made it.

use bx24_protocol::wire::body::Body;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// A JSON value.
#[derive(Clone, Debug, Default)]
pub struct JsBody(pub JsValue);

impl JsBody {
    /// Parses a text; `None` if it is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }
}

impl Body for JsBody {
    fn object() -> Self {
        Self(Object::new().into())
    }

    fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    fn get(&self, key: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &key.into()).ok()?;
        (!value.is_undefined()).then_some(Self(value))
    }

    fn set(&mut self, key: &str, value: Self) {
        let _ = Reflect::set(&self.0, &key.into(), &value.0); // fails for anything but an object
    }

    fn as_text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn as_number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_bool(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn is_object(&self) -> bool {
        self.0.is_object()
    }

    fn items(&self) -> Option<Vec<Self>> {
        let list = self.0.dyn_ref::<Array>()?;
        Some(list.iter().map(Self).collect())
    }
}
