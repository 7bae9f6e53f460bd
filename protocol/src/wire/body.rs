//! A JSON value as the protocol reads it, of whatever type: a `JsValue` in a browser,
//! `serde_json::Value` in native programs and tests.

/// A JSON value.
pub trait Body: Clone + Default {
    /// An object without members.
    fn object() -> Self;

    /// A string.
    fn from_text(text: &str) -> Self;

    /// The member called `key`; `None` if there is none.
    fn get(&self, key: &str) -> Option<Self>;

    /// Puts a member into an object.
    fn set(&mut self, key: &str, value: Self);

    /// The text, if it is a string.
    fn as_text(&self) -> Option<String>;

    /// The number, if it is one.
    fn as_number(&self) -> Option<f64>;

    /// The boolean, if it is one.
    fn as_bool(&self) -> Option<bool>;

    /// Whether it is an object or a list.
    fn is_object(&self) -> bool;

    /// The items, if it is a list.
    fn items(&self) -> Option<Vec<Self>>;

    /// The member called `key` if it is a string, else an empty one.
    fn text(&self, key: &str) -> String {
        self.get(key)
            .and_then(|value| value.as_text())
            .unwrap_or_default()
    }

    /// The whole number called `key`. It may be a string of digits: the portal writes ids both ways.
    fn integer(&self, key: &str) -> Option<i64> {
        let value = self.get(key)?;
        match value.as_number() {
            Some(number) => Some(number as i64),
            None => value.as_text()?.parse().ok(),
        }
    }

    /// Whether JavaScript takes it for true: it is not null, false, 0 or an empty string.
    fn is_truthy(&self) -> bool {
        self.is_object()
            || self.as_bool() == Some(true)
            || self.as_number().is_some_and(|number| number != 0.0)
            || self.as_text().is_some_and(|text| !text.is_empty())
    }

    /// The strings of a list.
    fn texts(&self) -> Vec<String> {
        let items = self.items().unwrap_or_default();
        items.iter().filter_map(Self::as_text).collect()
    }
}

#[cfg(feature = "json")]
impl Body for serde_json::Value {
    fn object() -> Self {
        Self::Object(serde_json::Map::new())
    }

    fn from_text(text: &str) -> Self {
        text.into()
    }

    fn get(&self, key: &str) -> Option<Self> {
        match self {
            Self::Array(items) => items.get(key.parse::<usize>().ok()?).cloned(),
            _ => self.as_object()?.get(key).cloned(),
        }
    }

    fn set(&mut self, key: &str, value: Self) {
        if let Some(members) = self.as_object_mut() {
            members.insert(key.to_owned(), value);
        }
    }

    fn as_text(&self) -> Option<String> {
        self.as_str().map(Into::into)
    }

    fn as_number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_bool(&self) -> Option<bool> {
        Self::as_bool(self)
    }

    fn is_object(&self) -> bool {
        Self::is_object(self) || self.is_array()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
}
