//! What the commands of a batch answered.

use serde_json::{Map, Value, json};

use crate::php::brackets::{self, Tree};
use crate::refusal::Refusal;
use crate::rest::answer::Answer;

/// One map for each kind of result, keyed by the command's key.
#[derive(Default)]
pub struct Results {
    pub result: Tree,
    pub error: Tree,
    pub total: Tree,
    pub next: Tree,
    pub time: Tree,
}

impl Results {
    /// Adds what one command answered, and its `time`.
    pub fn add(&mut self, key: String, result: Result<(Answer, Value), Refusal>) {
        let (answer, time) = match result {
            Ok(answered) => answered,
            Err(refusal) => {
                self.error.insert(key, refusal.body());
                return;
            }
        };
        for (map, number) in [
            (&mut self.total, answer.total),
            (&mut self.next, answer.next),
        ] {
            if let Some(number) = number {
                map.insert(key.clone(), json!(number));
            }
        }
        self.result.insert(key.clone(), answer.result);
        self.time.insert(key, time);
    }

    /// The answer of the batch.
    pub fn into_answer(self) -> Answer {
        let maps = [
            ("result", self.result),
            ("result_error", self.error),
            ("result_total", self.total),
            ("result_next", self.next),
            ("result_time", self.time),
        ];
        let answer = maps.map(|(name, map)| (name.to_owned(), brackets::php_array(map)));
        Value::Object(Map::from_iter(answer)).into()
    }
}
