//! The two routers, and the ports they are served on.

use std::error::Error;
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get};
use axum::serve::ListenerExt as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::addresses::{self, Addresses};
use crate::apps::users;
use crate::config::Config;
use crate::http::control;
use crate::http::inbox;
use crate::http::pages;
use crate::oauth;
use crate::portal::Portal;
use crate::rest;

/// The portal's origin: its page, REST, control address and inboxes.
pub fn app(portal: Arc<Portal>) -> Router {
    let guarded = Router::new()
        .nest("/control", control::router())
        .route("/inbox/{name}", any(inbox::serve))
        .layer(middleware::from_fn(control::guard));
    Router::new()
        .merge(guarded)
        .route("/rest/{*path}", any(rest::serve))
        .route("/oauth/token/", get(oauth::token).post(oauth::token))
        .route("/oauth/authorize/", get(oauth::authorize))
        .route("/shared/{*path}", get(pages::shared))
        .route("/", get(pages::portal_index))
        .route("/{*path}", get(pages::portal_page))
        .layer(DefaultBodyLimit::disable())
        .with_state(portal)
}

/// The demo app's origin.
pub fn app_origin(portal: Arc<Portal>) -> Router {
    Router::new()
        .route("/", get(pages::demo_index).post(pages::demo_index))
        .route("/pkg/{*path}", get(pages::package))
        .route("/shared/{*path}", get(pages::shared))
        .route("/{*path}", get(pages::demo_page).post(pages::demo_page))
        .with_state(portal)
}

/// A portal that has its ports and is ready to serve.
pub struct Server {
    portal: Arc<Portal>,
    listener: TcpListener,
    app_listener: TcpListener,
}

impl Server {
    /// Takes the ports and opens the store.
    ///
    /// # Errors
    /// A port is in use, or the data file cannot be opened.
    pub async fn bind(config: Config) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let listener = listen(SocketAddr::new(config.listen, config.port)).await?;
        let app_listener = listen(SocketAddr::new(config.listen, config.app_port)).await?;
        let addresses = addresses(&config, listener.local_addr()?, app_listener.local_addr()?)?;
        let portal = Arc::new(Portal::new(config, addresses)?);
        Ok(Self {
            portal,
            listener,
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
            "app": addresses.app,
            "rest": addresses.rest(),
            "webhook": format!("{}{}", addresses.rest(), identity.webhook_path(users::ADMIN)),
            "userWebhook": format!("{}{}", addresses.rest(), identity.webhook_path(users::USER)),
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

    /// Serves both origins until `end`; open streams are cut.
    ///
    /// # Errors
    /// A socket fails for good.
    pub async fn run(self, end: impl Future<Output = ()>) -> std::io::Result<()> {
        let quick = |listener: TcpListener| {
            listener.tap_io(|stream| {
                // only a matter of speed
                let _ = stream.set_nodelay(true);
            })
        };
        let portal =
            app(Arc::clone(&self.portal)).into_make_service_with_connect_info::<SocketAddr>();
        let portal = axum::serve(quick(self.listener), portal).into_future();
        let demo = axum::serve(quick(self.app_listener), app_origin(self.portal)).into_future();
        tokio::select! {
            result = portal => result,
            result = demo => result,
            () = end => Ok(()),
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

fn addresses(config: &Config, portal: SocketAddr, app: SocketAddr) -> Result<Addresses, String> {
    let ip = if portal.ip().is_unspecified() {
        Ipv4Addr::LOCALHOST.into()
    } else {
        portal.ip()
    };
    let app = match &config.app {
        Some(app) => addresses::app(app)?,
        None => format!("http://localhost:{}/", app.port()),
    };
    Ok(Addresses {
        portal: format!("http://{}", SocketAddr::new(ip, portal.port())),
        app,
    })
}
