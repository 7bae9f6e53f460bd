//! The accept loop of every port, for http and https.

use std::io;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// After a failed accept, such as for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves the router on this port until the future is dropped; with an acceptor over TLS.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    acceptor: Option<TlsAcceptor>,
) -> io::Result<()> {
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(_) => {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // without it the portal is only slower
        let _ = stream.set_nodelay(true);
        let router = router.clone().layer(Extension(ConnectInfo(peer)));
        tokio::spawn(connection(stream, router, acceptor.clone()));
    }
}

async fn connection(stream: TcpStream, router: Router, acceptor: Option<TlsAcceptor>) {
    match acceptor {
        None => answer(stream, router).await,
        Some(acceptor) => {
            // a client that does not trust the certificate goes away
            if let Ok(stream) = acceptor.accept(stream).await {
                answer(stream, router).await;
            }
        }
    }
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let service = TowerToHyperService::new(router);
    let builder = Builder::new(TokioExecutor::new());
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    // a connection that breaks concerns its client alone
    let _ = connection.await;
}
