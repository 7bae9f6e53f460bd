//! `data` of every event code in its documented form, for events that are fired without data.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

use super::event_codes::EventCode;

const FILE: &str = include_str!("../../data/event_samples.json");

static SAMPLES: LazyLock<Vec<Sample>> =
    LazyLock::new(|| serde_json::from_str(FILE).unwrap_or_default());

/// What several codes have as their data.
#[derive(Deserialize)]
struct Sample {
    codes: Vec<String>,
    data: Value,
}

/// The data of an event; `code` is what a pattern stands for, such as `ONCRMDYNAMICITEMADD_177`.
pub fn data(event: &EventCode, code: &str) -> Value {
    let has = |sample: &&Sample| sample.codes.iter().any(|known| known == event.code);
    let data = SAMPLES.iter().find(has).map(|sample| sample.data.clone());
    let mut data = data.unwrap_or_default();
    if let (Some(field), Some((_, id))) = (
        data.pointer_mut("/FIELDS/ENTITY_TYPE_ID"),
        code.rsplit_once('_'),
    ) && field == "{entityTypeId}"
    {
        *field = json!(id);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::event_codes;

    #[test]
    fn every_code_has_exactly_one_sample() {
        let mut sampled: Vec<&String> = SAMPLES.iter().flat_map(|sample| &sample.codes).collect();
        sampled.sort_unstable();
        let mut known: Vec<&str> = event_codes::all().map(|event| event.code).collect();
        known.sort_unstable();
        assert_eq!(sampled, known);
    }

    #[test]
    fn a_pattern_takes_the_type_of_its_code() {
        let found = event_codes::lookup("ONCRMDYNAMICITEMADD_177");
        let data = found.map(|event| data(event, "ONCRMDYNAMICITEMADD_177"));
        let expected = json!({"FIELDS": {"ID": 1, "ENTITY_TYPE_ID": "177"}});
        assert_eq!(data, Some(expected));
    }
}
