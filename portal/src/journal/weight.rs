//! How much memory an entry of the journal takes, roughly.

use serde_json::Value;

/// What a value takes besides its text.
const NODE: usize = 64;

/// Something that takes memory.
pub trait Weight {
    /// In bytes.
    fn weight(&self) -> usize;
}

impl Weight for str {
    fn weight(&self) -> usize {
        NODE + self.len()
    }
}

impl Weight for Value {
    fn weight(&self) -> usize {
        match self {
            Self::String(text) => text.as_str().weight(),
            Self::Array(list) => list.iter().map(Weight::weight).sum::<usize>() + NODE,
            Self::Object(map) => {
                let entry = |(key, value): (&String, &Self)| key.as_str().weight() + value.weight();
                map.iter().map(entry).sum::<usize>() + NODE
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => NODE,
        }
    }
}
