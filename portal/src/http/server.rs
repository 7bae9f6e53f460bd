//! The ports on which the two origins are served.

use std::error::Error;
use std::future::{Future, pending};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::router::{demo_router, portal_router, renamed_router};
use crate::addresses::{self, Addresses};
use crate::apps::users;
use crate::config::Config;
use crate::portal::Portal;

/// A portal that has its ports and is ready to serve.
pub struct Server {
    portal: Arc<Portal>,
    listener: TcpListener,
    renamed_listener: TcpListener,
    /// The demo app's, unless the frame shows another.
    app_listener: Option<TcpListener>,
}

impl Server {
    /// Takes the ports and opens the data file.
    ///
    /// # Errors
    /// A port is in use, or the data file cannot be opened.
    pub async fn bind(config: Config) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let listener = listen(SocketAddr::new(config.listen, config.port)).await?;
        let (app, app_listener) = match &config.app {
            Some(app) => (addresses::parse_app(app)?, None),
            None => demo(&config).await?,
        };
        let renamed_listener = listen((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let addresses = Addresses {
            portal: origin(listener.local_addr()?),
            renamed: origin(renamed_listener.local_addr()?),
            app,
        };
        let portal = Arc::new(Portal::new(config, addresses)?);
        Ok(Self {
            portal,
            listener,
            renamed_listener,
            app_listener,
        })
    }

    /// The ready line: addresses, tokens and secrets of this portal.
    #[must_use]
    pub fn ready(&self) -> Value {
        let Portal {
            addresses,
            identity,
            ..
        } = &*self.portal;
        let origin = &addresses.portal;
        json!({
            "portal": format!("{origin}/"),
            "renamedPortal": format!("{}/", addresses.renamed),
            "app": addresses.app,
            "rest": addresses.rest(),
            "webhook": self.portal.webhook_url(users::ADMIN),
            "userWebhook": self.portal.webhook_url(users::USER),
            "accessToken": identity.admin.access,
            "refreshToken": identity.admin.refresh,
            "userAccessToken": identity.user.access,
            "userRefreshToken": identity.user.refresh,
            "clientId": identity.client_id,
            "clientSecret": identity.client_secret,
            "memberId": identity.member_id,
            "applicationToken": identity.application_token,
            "inbox": format!("{origin}/inbox/"),
            "control": format!("{origin}/control/"),
        })
    }

    /// Serves all origins until `shutdown` is over; open streams are cut.
    ///
    /// # Errors
    /// A socket fails for good.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> std::io::Result<()> {
        let quick = |listener: TcpListener| {
            listener.tap_io(|stream| {
                // without it the portal is only slower
                let _ = stream.set_nodelay(true);
            })
        };
        let with_peer = Router::into_make_service_with_connect_info::<SocketAddr>;
        let portal = with_peer(portal_router(Arc::clone(&self.portal)));
        let portal = axum::serve(quick(self.listener), portal).into_future();
        let renamed = with_peer(renamed_router(Arc::clone(&self.portal)));
        let renamed = axum::serve(quick(self.renamed_listener), renamed).into_future();
        let demo = async {
            match self.app_listener {
                Some(listener) => axum::serve(quick(listener), demo_router(self.portal)).await,
                None => pending().await,
            }
        };
        tokio::select! {
            result = portal => result,
            result = renamed => result,
            result = demo => result,
            () = shutdown => Ok(()),
        }
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

/// The origin of a port; a portal that listens everywhere is called by its loopback address.
fn origin(address: SocketAddr) -> String {
    let ip = if address.ip().is_unspecified() {
        Ipv4Addr::LOCALHOST.into()
    } else {
        address.ip()
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// The demo app's address, and the port that it has now.
async fn demo(
    config: &Config,
) -> Result<(String, Option<TcpListener>), Box<dyn Error + Send + Sync>> {
    let listener = listen(SocketAddr::new(config.listen, config.app_port)).await?;
    let app = format!("http://localhost:{}/", listener.local_addr()?.port());
    Ok((app, Some(listener)))
}
