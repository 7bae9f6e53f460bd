//! A delivery, as `/control/deliveries` shows it.

use serde::Serialize;

use super::Weight;

/// One delivery that is over.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: u64,
    /// When it ended, in unix seconds.
    pub ts: f64,
    /// The event's number: all its deliveries have the same.
    pub event_id: u64,
    pub event: String,
    pub handler: String,
    pub handler_id: i64,
    #[serde(flatten)]
    pub result: DeliveryResult,
    /// The form that was posted, tokens masked.
    pub body: Option<String>,
}

impl Weight for Delivery {
    fn weight(&self) -> usize {
        let body = self.body.as_deref().map_or(0, Weight::weight);
        self.handler.as_str().weight() + body
    }
}

/// How a delivery ended.
#[derive(Clone, Serialize)]
pub struct DeliveryResult {
    pub outcome: Outcome,
    /// The handler's HTTP status, if it answered.
    pub status: Option<u16>,
    /// How long the handler took to answer, or to fail.
    pub ms: Option<f64>,
    /// Why it was not sent, or failed.
    pub reason: Option<String>,
    /// The redirects that were followed, and what became of the form.
    pub redirects: Vec<String>,
}

/// Whether the form was posted.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Outcome {
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "not sent")]
    NotSent,
    #[serde(rename = "failed")]
    Failed,
}

impl DeliveryResult {
    /// The form was not posted, for this reason.
    pub fn not_sent(reason: String) -> Self {
        Self {
            outcome: Outcome::NotSent,
            status: None,
            ms: None,
            reason: Some(reason),
            redirects: Vec::new(),
        }
    }
}
