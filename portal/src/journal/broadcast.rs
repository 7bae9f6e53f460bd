//! What happens in the portal, as server-sent events (`GET /control/stream`).

use std::convert::Infallible;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream as Events, unfold};
use serde::Serialize;
use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

/// How far a slow reader may fall behind before it misses something.
const BACKLOG: usize = 4096;

/// Where news goes to.
pub struct Stream {
    sender: Sender<Event>,
}

impl Default for Stream {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
        }
    }
}

impl Stream {
    /// Tells everyone who listens; `make` runs only if someone does.
    pub fn tell<T: Serialize>(&self, name: &str, make: impl FnOnce() -> T) {
        if self.sender.receiver_count() == 0 {
            return;
        }
        if let Ok(event) = Event::default().event(name).json_data(make()) {
            // an error only says that the last listener has just left
            let _ = self.sender.send(event);
        }
    }

    /// All news from now on.
    pub fn listen(&self) -> Sse<impl Events<Item = Result<Event, Infallible>> + use<>> {
        Sse::new(unfold(self.sender.subscribe(), next)).keep_alive(KeepAlive::default())
    }
}

async fn next(
    mut receiver: Receiver<Event>,
) -> Option<(Result<Event, Infallible>, Receiver<Event>)> {
    loop {
        match receiver.recv().await {
            Ok(event) => return Some((Ok(event), receiver)),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}
