//! Keeps pages from other machines away from the control address and the inboxes.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Failure;
use crate::hosts;
use crate::portal::Portal;

/// Refuses requests whose Host or Origin is neither this machine nor the public address, and answers OPTIONS itself.
pub async fn guard(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    if let Err(failure) = check(&portal, request.headers()) {
        return failure.into_response();
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin);
    }
    response
}

/// The public address is as good as this machine: who sets `--public` opens the portal to it.
fn check(portal: &Portal, headers: &HeaderMap) -> Result<(), Failure> {
    let public = portal.config.public.is_some();
    let is_public = |origin: &str| public && origin == portal.addresses.portal;
    let host = header_text(headers, header::HOST).unwrap_or_default();
    let is_named = public && host == portal.addresses.domain();
    if !is_named && !hosts::is_loopback_authority(&host) {
        return Err(refused(&format!("host `{host}`")));
    }
    match header_text(headers, header::ORIGIN) {
        Some(origin) if !is_public(&origin) && !hosts::is_loopback_origin(&origin) => {
            Err(refused(&format!("origin `{origin}`")))
        }
        _ => Ok(()),
    }
}

fn header_text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn refused(what: &str) -> Failure {
    let text = format!("{what} is not this machine; only its own pages and programs may do this");
    Failure::new(StatusCode::FORBIDDEN, "NOT_LOOPBACK", &text)
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("content-type, accept"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, DELETE"),
    );
}
