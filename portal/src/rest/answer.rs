//! What a REST method answers (contract §1.5).

use serde_json::{Map, Value, json};

/// A method's result; with `total` and `next` if it is one page of a list.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub result: Value,
    pub total: Option<i64>,
    pub next: Option<i64>,
}

impl From<Value> for Answer {
    fn from(result: Value) -> Self {
        Self {
            result,
            ..Self::default()
        }
    }
}

impl Answer {
    /// The body of the response.
    pub fn into_body(self, time: Value) -> Value {
        let mut body = Map::new();
        body.insert("result".to_owned(), self.result);
        for (name, number) in [("total", self.total), ("next", self.next)] {
            if let Some(number) = number {
                body.insert(name.to_owned(), json!(number));
            }
        }
        body.insert("time".to_owned(), time);
        Value::Object(body)
    }
}
