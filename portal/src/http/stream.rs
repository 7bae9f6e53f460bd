//! `GET /control/stream`: the journal's broadcast as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, StreamExt as _, unfold};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::journal::News;
use crate::portal::Portal;

/// `GET /control/stream`: all news from now on.
pub async fn stream(
    State(portal): State<Arc<Portal>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = unfold(portal.journal.broadcast.subscribe(), next);
    let ending = portal.running.ending();
    Sse::new(news.take_until(ending.cancelled_owned())).keep_alive(KeepAlive::default())
}

async fn next(mut receiver: Receiver<News>) -> Option<(Result<Event, Infallible>, Receiver<News>)> {
    loop {
        match receiver.recv().await {
            Ok(News { name, json }) => {
                return Some((Ok(Event::default().event(name).data(json)), receiver));
            }
            // a slow listener misses some news and goes on
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}
