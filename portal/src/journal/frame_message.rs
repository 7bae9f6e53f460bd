//! What the frame and the portal's page said to each other (contract §8.2, §8.3).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::weight::Weight;

/// One message, as `/control/frame-messages` lists it. Tokens are masked.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameMessage {
    pub id: u64,
    /// When the portal was told, in unix seconds.
    pub ts: f64,
    #[serde(flatten)]
    pub message: NewFrameMessage,
}

impl Weight for FrameMessage {
    fn weight(&self) -> usize {
        self.message.command.as_str().weight() + self.message.value.weight()
    }
}

/// Body of `POST /control/frame-messages`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFrameMessage {
    /// Whose frame it is.
    #[serde(default)]
    pub application: Option<String>,
    pub direction: Direction,
    pub command: String,
    /// The parameters of a message in, the answer of a message out.
    #[serde(default)]
    pub value: Value,
    /// Why a message in gets no answer, if it gets none.
    #[serde(default)]
    pub note: Option<String>,
}

/// From the frame to the page, or back.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    In,
    Out,
}
