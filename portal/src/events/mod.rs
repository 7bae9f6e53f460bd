//! Events, from a change in the portal to its handlers (contract §9): `emit` finds the handlers,
//! `deliver` posts to those that are online, `enqueue` fills the queues of the others.

mod auth_fields;
mod bots;
mod deliver;
mod emit;
mod enqueue;
pub mod lifecycle;

use serde::Serialize;
use serde_json::Value;

pub use deliver::blocked;
pub use emit::emit;

/// An event that is about to be emitted.
pub struct Event {
    /// In upper case.
    pub code: String,
    pub data: Value,
    /// Who caused it; `None`: a robot.
    pub user: Option<i64>,
    /// The only application that gets it; `None`: all.
    pub application: Option<String>,
    /// The REST call that caused it, if one did.
    pub cause: Option<Cause>,
    /// See [`crate::store::tokens::MAX_DEPTH`]; at 0 the event is not emitted.
    pub depth: i64,
}

/// What came of an event at once; how each delivery ends is in the journal, with the event's number.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Effects {
    /// The event's number.
    pub event_id: u64,
    /// Deliveries begun, those of `ONOFFLINEEVENT` among them.
    pub deliveries: usize,
    /// Offline handlers whose queue took the event.
    pub queued: usize,
}

/// A REST call that changed something.
#[derive(Clone)]
pub struct Cause {
    pub application: String,
    pub connector: String,
}
