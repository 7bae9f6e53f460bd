//! Serves connections, http and https: time limits for slow clients, and an end for all.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::bodies::{AnswerBody, RequestBody};
use super::connections::{Connection, Connections};
use super::timed_writes::TimedWrites;
use crate::running::Running;

/// Its page may leave it unread as long as it likes.
const STREAM: &str = "/control/stream";
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
        let connection = Arc::new(connection);
        let stream = TimedWrites::new(stream, Arc::clone(&connection));
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

/// A client that does not trust the certificate goes away; a silent one has so much time.
async fn handshake(
    acceptor: TlsAcceptor,
    stream: TimedWrites,
    connection: &Connection,
    ending: &CancellationToken,
) -> Option<TlsStream<TimedWrites>> {
    tokio::select! {
        stream = acceptor.accept(stream) => stream.ok(),
        () = sleep(connection.limits.handshake) => None,
        () = connection.dropped.cancelled() => None,
        () = ending.cancelled() => None,
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    connection: Arc<Connection>,
    ending: CancellationToken,
) {
    let service = service_fn(|request: Request<Incoming>| {
        let (router, connection) = (router.clone(), Arc::clone(&connection));
        async move {
            connection.set_may_stall(request.uri().path() == STREAM);
            let mut request = request.map(|body| Body::new(RequestBody::new(body, &connection)));
            request.extensions_mut().insert(ConnectInfo(peer));
            let response = router.oneshot(request).await;
            response.map(|response| response.map(|body| AnswerBody { body, connection }))
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(connection.limits.head)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving);
    tokio::select! {
        // an error is the client's: it went away, was too slow or spoke no HTTP
        _ = serving.as_mut() => return,
        () = connection.dropped.cancelled() => return,
        () = ending.cancelled() => {}
    }
    if connection.is_busy() {
        serving.as_mut().graceful_shutdown();
        let _ = serving.await;
    }
}
