//! Serves connections, http and https: time limits for slow clients, and an end for all.

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::Request;
use http_body::Frame;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::connections::{Connection, Connections};
use crate::running::Running;

/// How long a client may take for the head of a request, and be idle before it.
const HEAD: Duration = Duration::from_secs(30);
/// How long a client may take for the next piece of a body.
const BODY: Duration = Duration::from_secs(30);
/// A pause when no connection can be accepted, such as for lack of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections until the portal ends.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    acceptor: Option<TlsAcceptor>,
    connections: Connections,
    running: Arc<Running>,
) {
    let ending = running.ending();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = ending.cancelled() => return,
        };
        let (Ok((stream, peer)), Some(connection)) = (accepted, connections.open()) else {
            sleep(PAUSE).await;
            continue;
        };
        // without it the portal is only slower
        let _ = stream.set_nodelay(true);
        let (router, ending) = (router.clone(), running.ending());
        match acceptor.clone() {
            None => running.spawn(converse(stream, peer, router, connection, ending)),
            Some(acceptor) => running.spawn(async move {
                if let Some(stream) = handshake(acceptor, stream, &connection, &ending).await {
                    converse(stream, peer, router, connection, ending).await;
                }
            }),
        };
    }
}

/// A client that does not trust the certificate goes away; a silent one has [`HEAD`].
async fn handshake(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    connection: &Connection,
    ending: &CancellationToken,
) -> Option<TlsStream<TcpStream>> {
    tokio::select! {
        stream = acceptor.accept(stream) => stream.ok(),
        () = sleep(HEAD) => None,
        () = connection.dropped.cancelled() => None,
        () = ending.cancelled() => None,
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    connection: Connection,
    ending: CancellationToken,
) {
    let connection = Arc::new(connection);
    let dropped = connection.dropped.clone();
    let service = service_fn(|request: Request<Incoming>| {
        let (router, connection) = (router.clone(), Arc::clone(&connection));
        async move {
            let mut request = request.map(|body| Body::new(PatientBody::new(body, &connection)));
            request.extensions_mut().insert(ConnectInfo(peer));
            let response = router.oneshot(request).await;
            response.map(|response| response.map(|body| AnswerBody { body, connection }))
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving);
    tokio::select! {
        // an error is the client's: it went away, was too slow or spoke no HTTP
        _ = serving.as_mut() => return,
        () = dropped.cancelled() => return,
        () = ending.cancelled() => {}
    }
    if connection.is_busy() {
        serving.as_mut().graceful_shutdown();
        let _ = serving.await;
    }
}

/// A request's body whose client has to go on sending.
struct PatientBody {
    body: Incoming,
    patience: Pin<Box<Sleep>>,
    connection: Arc<Connection>,
}

impl PatientBody {
    fn new(body: Incoming, connection: &Arc<Connection>) -> Self {
        if http_body::Body::is_end_stream(&body) {
            connection.busy();
        }
        Self {
            body,
            patience: Box::pin(sleep(BODY)),
            connection: Arc::clone(connection),
        }
    }
}

impl http_body::Body for PatientBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) else {
            ready!(this.patience.as_mut().poll(context));
            let text = format!("no more of the body within {} s", BODY.as_secs());
            return Poll::Ready(Some(Err(text.into())));
        };
        this.patience.as_mut().reset(Instant::now() + BODY);
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

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}

/// A response's body. After it the connection waits for the next request.
struct AnswerBody {
    body: Body,
    connection: Arc<Connection>,
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

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.connection.waits();
    }
}
