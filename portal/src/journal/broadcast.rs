//! Tells listeners what happens in the portal, as it happens.

use serde::Serialize;
use tokio::sync::broadcast::{self, Receiver, Sender};

/// How many news items a slow listener may fall behind before it misses some.
const BACKLOG: usize = 4096;

/// Sends news to everyone who listens.
pub struct Broadcast {
    sender: Sender<News>,
}

/// One item, which `/control/stream` sends as an event of this name.
#[derive(Clone)]
pub struct News {
    pub name: &'static str,
    pub json: String,
}

impl Default for Broadcast {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
        }
    }
}

impl Broadcast {
    /// Sends one item; `make` runs only if someone listens.
    pub fn send<T: Serialize>(&self, name: &'static str, make: impl FnOnce() -> T) {
        if self.sender.receiver_count() == 0 {
            return;
        }
        if let Ok(json) = serde_json::to_string(&make()) {
            // an error only means that the last listener has just left
            let _ = self.sender.send(News { name, json });
        }
    }

    /// All news from now on.
    pub fn subscribe(&self) -> Receiver<News> {
        self.sender.subscribe()
    }
}
