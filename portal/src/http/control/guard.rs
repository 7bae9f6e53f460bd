//! Keeps pages from other machines away from the control address and the inboxes.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Failure;
use crate::hosts;

/// Refuses requests whose Host or Origin is not this machine, and answers OPTIONS itself.
pub async fn guard(request: Request, next: Next) -> Response {
    if let Err(failure) = check(request.headers()) {
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

fn check(headers: &HeaderMap) -> Result<(), Failure> {
    let host = header_text(headers, header::HOST).unwrap_or_default();
    if !hosts::is_loopback_authority(&host) {
        return Err(refused(&format!("host `{host}`")));
    }
    match header_text(headers, header::ORIGIN) {
        Some(origin) if !hosts::is_loopback_origin(&origin) => {
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
