//! The journal: what went through the portal, kept in memory and broadcast as it happens.

mod broadcast;
mod delivery;
mod frame_message;
pub mod mask;
mod message;
mod requests;
mod ring;
mod weight;

pub use broadcast::{Broadcast, News};
pub use delivery::{Delivery, DeliveryResult, Outcome};
pub use frame_message::{FrameMessage, NewFrameMessage};
pub use message::Message;
pub use requests::{Entry, NewEntry};
pub use weight::Weight;

use crate::clock;
use ring::Ring;

/// Requests, deliveries, inbox messages and messages of the frame, each oldest first.
#[derive(Default)]
pub struct Journal {
    pub requests: Ring<Entry>,
    pub deliveries: Ring<Delivery>,
    pub messages: Ring<Message>,
    pub frame_messages: Ring<FrameMessage>,
    pub broadcast: Broadcast,
}

impl Journal {
    /// Adds a delivery that is over.
    pub fn add_delivery(&self, make: impl FnOnce(u64) -> Delivery) {
        let delivery = self.deliveries.push(make);
        self.broadcast.send("delivery", || delivery);
    }

    /// Adds a message that an inbox got.
    pub fn add_message(&self, make: impl FnOnce(u64) -> Message) {
        let message = self.messages.push(make);
        self.broadcast.send("inbox", || message);
    }

    /// Adds a message between the frame and the portal's page.
    pub fn add_frame_message(&self, new: NewFrameMessage) {
        let message = NewFrameMessage {
            value: mask::value(&new.value),
            ..new
        };
        let message = self.frame_messages.push(|id| FrameMessage {
            id,
            ts: clock::now(),
            message,
        });
        self.broadcast.send("frameMessage", || message);
    }

    /// Forgets everything. Listeners of the broadcast stay connected.
    pub fn clear(&self) {
        self.requests.clear();
        self.deliveries.clear();
        self.messages.clear();
        self.frame_messages.clear();
    }
}
