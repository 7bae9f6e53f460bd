//! `/inbox/NAME`: a ready-made handler that stores what it gets.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Json, Response};
use serde_json::{Value, json};

use super::control::Failure;
use crate::clock;
use crate::http::pages;
use crate::journal::Message;
use crate::php::body;
use crate::portal::Portal;

/// Larger bodies are refused.
const MAX_BODY: usize = 16 << 20;

/// Shows the page, lists the messages, clears them, or stores a new one.
pub async fn serve(
    State(portal): State<Arc<Portal>>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    match (request.method(), name.strip_suffix(".json")) {
        (&Method::GET, Some(name)) => Json(
            portal
                .journal
                .messages
                .list(|message| message.inbox == name),
        )
        .into_response(),
        (&Method::GET, None) if wants_page(&request) => pages::inbox(),
        (&Method::DELETE, _) => {
            portal
                .journal
                .messages
                .remove(|message| message.inbox == name);
            Json(json!({})).into_response()
        }
        (&Method::GET, None) if is_cross_site(&request) => Failure::new(
            StatusCode::FORBIDDEN,
            "CROSS_SITE",
            "a page of another site may not put anything into an inbox",
        )
        .into_response(),
        _ => store(&portal, name, request).await,
    }
}

/// Whether a page of another site made the browser send it, such as by an image.
fn is_cross_site(request: &Request) -> bool {
    let site = request.headers().get("sec-fetch-site");
    site.is_some_and(|site| site == "cross-site")
}

fn wants_page(request: &Request) -> bool {
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

async fn store(portal: &Portal, name: String, request: Request) -> Response {
    let content_type = body::content_type(request.headers());
    let query = request.uri().query().unwrap_or_default().to_owned();
    let bytes = match body::collect(request.into_body(), MAX_BODY).await {
        Ok(bytes) => bytes,
        Err(error) => return Failure::from(error).into_response(),
    };
    let raw = if bytes.is_empty() {
        query
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let fields = Value::Object(body::parse_raw(&content_type, raw.as_bytes()));
    let ts = clock::now();
    portal.journal.add_message(|id| Message {
        id,
        inbox: name,
        ts,
        content_type,
        raw,
        fields,
    });
    Json(json!({"ok": true})).into_response()
}
