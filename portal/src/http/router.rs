//! The routes of the two origins.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{any, get};
use tower::Layer as _;
use tower::util::MapRequestLayer;

use super::{control, inbox, pages, renamed};
use crate::oauth;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::response;
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
        .merge(oauth())
}

fn oauth() -> Router<Arc<Portal>> {
    let token = || get(oauth::token).post(oauth::token);
    Router::new()
        .route("/oauth/token", token())
        .route("/oauth/token/", token())
        .route("/oauth/authorize", get(oauth::authorize))
        .route("/oauth/authorize/", get(oauth::authorize))
}

/// The authorization server's origin. Doubled slashes count as one: clients write them.
pub fn authorization_router(portal: Arc<Portal>) -> Router {
    let routes = oauth()
        .route("/rest/{*path}", any(oauth::rest))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&portal),
            answer_when_saved,
        ))
        .with_state(portal);
    Router::new().fallback_service(MapRequestLayer::new(merge_slashes).layer(routes))
}

fn merge_slashes(mut request: Request) -> Request {
    let parts = request.uri().clone().into_parts();
    let target = parts
        .path_and_query
        .as_ref()
        .map_or("/", |all| all.as_str());
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (target, String::new()),
    };
    let last = if path.ends_with('/') { "/" } else { "" };
    let words: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).collect();
    if let Ok(uri) = format!("/{}{last}{query}", words.join("/")).parse() {
        *request.uri_mut() = uri;
    }
    request
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
        .layer(middleware::from_fn_with_state(
            Arc::clone(&portal),
            answer_when_saved,
        ))
        .with_state(portal)
}

/// What was answered survives a power cut.
async fn answer_when_saved(
    State(portal): State<Arc<Portal>>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    match portal.store.flush().await {
        Ok(()) => response,
        Err(error) => {
            eprintln!("the disk refused: {error}");
            let text = "what was changed may be lost at a power cut; free the disk and start again";
            let refusal = Refusal::new(500, "DISK_FAILED", text);
            response::json(refusal.status, &refusal.body())
        }
    }
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
