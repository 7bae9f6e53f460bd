//! A request's parameters, read as PHP reads them (contract §1.2).

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, Method, header};
use serde_json::Value;

use crate::php::brackets::{Fields, Tree, parse};

/// Larger bodies are read as empty.
const MAX_BODY: usize = 64 << 20;

/// Query and body, merged; the body wins.
pub async fn read(request: Request) -> Tree {
    let mut tree = parse(request.uri().query().unwrap_or_default().as_bytes());
    if request.method() == Method::POST {
        tree.extend(read_body(request).await);
    }
    tree.remove("method");
    tree
}

async fn read_body(request: Request) -> Tree {
    let kind = content_type(request.headers());
    if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return multipart(request).await;
    }
    let bytes = collect(request).await;
    // a live portal compares the case too: `Application/JSON` is read as a form
    if kind.split(';').next().map(str::trim) == Some("application/json") {
        json(&bytes)
    } else {
        parse(&bytes)
    }
}

/// The Content-Type header, as sent.
pub fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

async fn collect(request: Request) -> Bytes {
    axum::body::to_bytes(request.into_body(), MAX_BODY)
        .await
        .unwrap_or_default()
}

/// Anything but a JSON object or list gives no parameters, and no error.
fn json(bytes: &[u8]) -> Tree {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(map)) => map,
        Ok(Value::Array(list)) => list
            .into_iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => Tree::new(),
    }
}

async fn multipart(request: Request) -> Tree {
    let mut fields = Fields::default();
    let Ok(mut parts) = Multipart::from_request(request, &()).await else {
        return Tree::new();
    };
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        match part.text().await {
            Ok(text) if !is_file => fields.add(&name, text),
            _ => {}
        }
    }
    fields.into_tree()
}

/// The tree of a body of this content type, multipart aside; for the inbox.
pub fn parse_raw(kind: &str, bytes: &[u8]) -> Tree {
    if kind.starts_with("application/json") {
        json(bytes)
    } else {
        parse(bytes)
    }
}
