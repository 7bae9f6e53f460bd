//! The ports on which the two origins are served.

use std::error::Error;
use std::future::{Future, pending};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::connections::Connections;
use super::router::{authorization_router, demo_router, portal_router, renamed_router};
use super::serve::serve;
use super::tls::Https;
use crate::addresses::{self, Addresses};
use crate::apps::application::Apps;
use crate::config::Config;
use crate::events::lifecycle;
use crate::portal::Portal;

/// A portal that has its ports and is ready to serve.
pub struct Server {
    portal: Arc<Portal>,
    listener: TcpListener,
    renamed_listener: TcpListener,
    authorization_listener: TcpListener,
    /// The demo app's, if an app is it.
    app_listener: Option<TcpListener>,
    https: Option<Https>,
}

impl Server {
    /// Takes the ports and opens the data file.
    ///
    /// # Errors
    /// A port is in use, or the data file cannot be opened.
    pub async fn bind(config: Config) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let listener = listen(SocketAddr::new(config.listen, config.port)).await?;
        let apps = Apps::new(config.apps.clone())?;
        let (apps, app_listener) = if apps.needs_demo() {
            let (address, listener) = demo(&config).await?;
            (apps.with_demo(&address), Some(listener))
        } else {
            (apps, None)
        };
        let renamed_listener = listen((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let authorization_listener = listen((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let scheme = scheme(&config);
        let local = listener.local_addr()?;
        let addresses = Addresses {
            portal: match &config.public {
                Some(public) => addresses::parse_public(public)?,
                None => origin(scheme, local),
            },
            port: local.port(),
            renamed: origin(scheme, renamed_listener.local_addr()?),
            authorization: origin(scheme, authorization_listener.local_addr()?),
        };
        let https = match &config.tls {
            Some(tls) => Some(Https::new(tls, local.port(), &names(&addresses))?),
            None => None,
        };
        let ca = https.as_ref().map(|https| https.ca.as_path());
        let portal = Arc::new(Portal::new(config, addresses, apps, ca)?);
        portal.store.flush().await?;
        Ok(Self {
            portal,
            listener,
            renamed_listener,
            authorization_listener,
            app_listener,
            https,
        })
    }

    /// The ready line: addresses, tokens and secrets of this portal.
    #[must_use]
    pub fn ready(&self) -> Value {
        let ca = self.https.as_ref().map(|https| &https.ca);
        self.portal.ready(json!(ca))
    }

    /// The portal's own origin as a service: it answers without a connection.
    pub fn router(&self) -> Router {
        portal_router(Arc::clone(&self.portal))
    }

    /// Serves all origins until `shutdown` is over. Then no connection is accepted any more, and what
    /// is under way has 5 seconds.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let portal = self.portal;
        if let Err(error) = lifecycle::install_without_page(&portal) {
            eprintln!("an app without a page is not installed: {error}");
        }
        let acceptor = self.https.map(|https| https.acceptor);
        let connections = Connections::new(portal.config.time_limits);
        let on = |listener, router| {
            let running = Arc::clone(&portal.running);
            serve(
                listener,
                router,
                acceptor.clone(),
                connections.clone(),
                running,
            )
        };
        let demo = async {
            match self.app_listener {
                Some(listener) => on(listener, demo_router(Arc::clone(&portal))).await,
                None => pending().await,
            }
        };
        tokio::select! {
            () = on(self.listener, portal_router(Arc::clone(&portal))) => {}
            () = on(self.renamed_listener, renamed_router(Arc::clone(&portal))) => {}
            () = on(self.authorization_listener, authorization_router(Arc::clone(&portal))) => {}
            () = demo => {}
            () = shutdown => {}
        }
        portal.running.end().await;
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Box<dyn Error + Send + Sync>> {
    let failed = |error| {
        format!(
            "cannot listen on `{address}`: {error}; `--port` and `--app-port` take others, 0 a free one"
        )
    };
    Ok(TcpListener::bind(address).await.map_err(failed)?)
}

fn scheme(config: &Config) -> &'static str {
    match config.tls {
        Some(_) => "https",
        None => "http",
    }
}

/// Those of live portals. Some clients have one built in, and a proxy may lead them to this portal's.
const AUTHORIZATION_SERVERS: [&str; 2] = ["oauth.bitrix.info", "oauth.bitrix24.tech"];

/// The names that the portal's certificate is for, besides the addresses of this machine.
fn names(addresses: &Addresses) -> Vec<String> {
    let (name, _) = addresses
        .domain()
        .rsplit_once(':')
        .unwrap_or((addresses.domain(), ""));
    let mut names: Vec<String> = ["localhost", "*.localhost"]
        .iter()
        .chain(&AUTHORIZATION_SERVERS)
        .map(ToString::to_string)
        .collect();
    if name.parse::<IpAddr>().is_err() {
        names.push(name.to_owned());
    }
    names
}

/// The origin of a port; a portal that listens everywhere is called by its loopback address.
fn origin(scheme: &str, address: SocketAddr) -> String {
    let ip = if address.ip().is_unspecified() {
        Ipv4Addr::LOCALHOST.into()
    } else {
        address.ip()
    };
    format!("{scheme}://{}", SocketAddr::new(ip, address.port()))
}

/// The demo app's address, and the port that it has now.
async fn demo(config: &Config) -> Result<(String, TcpListener), Box<dyn Error + Send + Sync>> {
    let listener = listen(SocketAddr::new(config.listen, config.app_port)).await?;
    let (scheme, port) = (scheme(config), listener.local_addr()?.port());
    let app = format!("{scheme}://localhost:{port}/");
    Ok((app, listener))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::{ConnectInfo, Request};
    use tower::ServiceExt as _;

    use super::*;

    async fn status(
        router: Router,
        request: axum::http::request::Builder,
        body: &'static str,
    ) -> Option<u16> {
        let request = request
            .header("host", "localhost")
            .header("content-type", "application/json")
            .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 9))));
        let request = request.body(Body::from(body)).ok()?;
        let Ok(response) = router.oneshot(request).await;
        Some(response.status().as_u16())
    }

    #[tokio::test]
    async fn nothing_is_answered_that_is_not_on_the_disk()
    -> Result<(), Box<dyn Error + Send + Sync>> {
        let mut server = Server::bind(Config::default()).await?;
        let portal = Arc::get_mut(&mut server.portal).ok_or("it is shared")?;
        portal.store.break_disk();
        let routers = || [server.router(), renamed_router(Arc::clone(&server.portal))];
        for router in routers() {
            let read = Request::get("/control/switches");
            assert_eq!(
                status(router, read, "").await,
                Some(200),
                "nothing was saved"
            );
        }
        for router in routers() {
            let change = Request::post("/control/switches");
            assert_eq!(status(router, change, r#"{"version": 2}"#).await, Some(500));
        }
        let authorization = authorization_router(Arc::clone(&server.portal));
        let read = Request::get("/rest/app.info");
        assert_eq!(
            status(authorization, read, "").await,
            Some(500),
            "it may show what is lost"
        );
        Ok(())
    }
}
