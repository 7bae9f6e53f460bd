//! The routes of the two origins.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get};

use super::{control, inbox, pages, renamed};
use crate::oauth;
use crate::portal::Portal;
use crate::rest;

/// The portal's origin: its page, REST, control address and inboxes.
pub fn portal_router(portal: Arc<Portal>) -> Router {
    let redirect = middleware::from_fn_with_state(Arc::clone(&portal), renamed::redirect);
    with_pages(api().route_layer(redirect), portal)
}

/// The address that the portal has after it was renamed; the same without redirects.
pub fn renamed_router(portal: Arc<Portal>) -> Router {
    with_pages(api(), portal)
}

/// What apps call.
fn api() -> Router<Arc<Portal>> {
    Router::new()
        .route("/rest/{*path}", any(rest::serve))
        .route("/oauth/token/", get(oauth::token).post(oauth::token))
        .route("/oauth/authorize/", get(oauth::authorize))
}

/// Adds what the page and people use.
fn with_pages(api: Router<Arc<Portal>>, portal: Arc<Portal>) -> Router {
    let guarded = Router::new()
        .nest("/control", control::router())
        .route("/inbox/{name}", any(inbox::serve))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&portal),
            control::guard,
        ));
    Router::new()
        .merge(api)
        .merge(guarded)
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
