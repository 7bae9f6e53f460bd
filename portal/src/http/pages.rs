//! The pages of `www/`: read from disk in debug builds, compiled in otherwise.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use crate::portal::Portal;

#[derive(RustEmbed)]
#[folder = "../www"]
struct Www;

/// What the portal's pages may do: load from the portal, and show an app from anywhere in a frame. No
/// other page may show them in one.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; frame-src http: https:; \
     form-action http: https:; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// `/` of the portal's origin.
pub async fn portal_index() -> Response {
    protected(file("portal/index.html"))
}

fn protected(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static(POLICY);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// `/PATH` of the portal's origin.
pub async fn portal_page(UrlPath(path): UrlPath<String>) -> Response {
    protected(file(&format!("portal/{path}")))
}

/// `/` of the app's origin; the frame posts to it.
pub async fn demo_index() -> Response {
    file("demo/index.html")
}

/// `/PATH` of the app's origin.
pub async fn demo_page(UrlPath(path): UrlPath<String>) -> Response {
    file(&format!("demo/{path}"))
}

/// `/shared/PATH` of both origins.
pub async fn shared(UrlPath(path): UrlPath<String>) -> Response {
    file(&format!("shared/{path}"))
}

/// The page that shows an inbox.
pub fn inbox() -> Response {
    protected(file("portal/inbox.html"))
}

fn file(path: &str) -> Response {
    match Www::get(path) {
        Some(found) => content(path, found.data.into_owned()),
        None => missing(path),
    }
}

/// `/pkg/PATH` of the app's origin: the built npm package.
pub async fn package(
    State(portal): State<Arc<Portal>>,
    UrlPath(path): UrlPath<String>,
) -> Response {
    let Some(relative) = inside(&path) else {
        return missing(&path);
    };
    match tokio::fs::read(portal.config.pkg.join(relative)).await {
        Ok(bytes) => content(&path, bytes),
        Err(_) => missing(&format!("{path}` in `{}", portal.config.pkg.display())),
    }
}

/// The path, if it stays within its folder.
fn inside(path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| path.to_path_buf())
}

fn content(path: &str, bytes: Vec<u8>) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = match kind.type_().as_str() {
        "text" => format!("{kind}; charset=utf-8"),
        _ => kind.to_string(),
    };
    // a page under development changes between two loads
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-cache".to_owned()),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        ],
        bytes,
    )
        .into_response()
}

fn missing(path: &str) -> Response {
    (StatusCode::NOT_FOUND, format!("there is no `{path}`")).into_response()
}
