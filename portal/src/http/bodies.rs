//! The bodies of requests and responses: when a connection waits for its client, and how long.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep};

use super::connections::Connection;

/// A request's body whose client has to go on sending.
pub struct RequestBody {
    body: Incoming,
    patience: Pin<Box<Sleep>>,
    connection: Arc<Connection>,
}

impl RequestBody {
    pub fn new(body: Incoming, connection: &Arc<Connection>) -> Self {
        if body.is_end_stream() {
            connection.busy();
        }
        Self {
            body,
            patience: Box::pin(sleep(connection.limits.body)),
            connection: Arc::clone(connection),
        }
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let limit = this.connection.limits.body;
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) else {
            ready!(this.patience.as_mut().poll(context));
            let text = format!("no more of the body within {} s", limit.as_secs_f64());
            return Poll::Ready(Some(Err(text.into())));
        };
        this.patience.as_mut().reset(Instant::now() + limit);
        if frame.is_none() || this.body.is_end_stream() {
            this.connection.busy();
        } else {
            this.connection.waits();
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A response's body. After it the connection waits for the next request.
pub struct AnswerBody {
    pub body: Body,
    pub connection: Arc<Connection>,
}

impl http_body::Body for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.connection.waits();
    }
}
