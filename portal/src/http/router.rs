//! The routes of the two origins.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get};

use super::{control, inbox, pages};
use crate::oauth;
use crate::portal::Portal;
use crate::rest;

/// The portal's origin: its page, REST, control address and inboxes.
pub fn portal_router(portal: Arc<Portal>) -> Router {
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
pub fn demo_router(portal: Arc<Portal>) -> Router {
    Router::new()
        .route("/", get(pages::demo_index).post(pages::demo_index))
        .route("/pkg/{*path}", get(pages::package))
        .route("/shared/{*path}", get(pages::shared))
        .route("/{*path}", get(pages::demo_page).post(pages::demo_page))
        .with_state(portal)
}
