//! A request's parameters, read as PHP reads them (contract §1.2).

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use futures_util::StreamExt as _;
use serde_json::Value;

use crate::php::brackets::{Fields, Tree, parse};

/// Larger bodies are refused.
const MAX_BODY: usize = 64 << 20;

/// Of a body that is too large so much is read, in multiples of what is allowed, before the connection
/// is closed: a client that is still sending would not see the answer.
const DISCARDED: usize = 4;

/// Why a body was not read.
#[derive(Debug)]
pub enum BodyError {
    /// It has more bytes than these.
    TooLarge(usize),
    /// The client did not send all of it.
    Incomplete(String),
}

impl BodyError {
    /// 413 or 400.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Incomplete(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "BODY_TOO_LARGE",
            Self::Incomplete(_) => "BODY_INCOMPLETE",
        }
    }
}

impl std::fmt::Display for BodyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(limit) => {
                let limit = limit >> 20;
                write!(
                    formatter,
                    "the body is larger than `{limit}` MiB; send less at once"
                )
            }
            Self::Incomplete(cause) => {
                write!(
                    formatter,
                    "the body did not arrive as a whole: {cause}; send it again"
                )
            }
        }
    }
}

/// Query and body, merged; the body wins.
pub async fn read(request: Request) -> Result<Tree, BodyError> {
    let mut tree = parse(request.uri().query().unwrap_or_default().as_bytes());
    if request.method() == Method::POST {
        tree.extend(read_body(request).await?);
    }
    tree.remove("method");
    Ok(tree)
}

async fn read_body(request: Request) -> Result<Tree, BodyError> {
    let (head, body) = request.into_parts();
    let kind = content_type(&head.headers);
    let bytes = collect(body, MAX_BODY).await?;
    if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return Ok(multipart(Request::from_parts(head, bytes.into())).await);
    }
    // a live portal compares the case too: `Application/JSON` is read as a form
    if kind.split(';').next().map(str::trim) == Some("application/json") {
        Ok(json(&bytes))
    } else {
        Ok(parse(&bytes))
    }
}

/// The whole body, if it has no more than `limit` bytes.
pub async fn collect(body: Body, limit: usize) -> Result<Bytes, BodyError> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| BodyError::Incomplete(error.to_string()))?;
        length += chunk.len();
        if length <= limit {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
        if length > limit * DISCARDED {
            break;
        }
    }
    if length > limit {
        return Err(BodyError::TooLarge(limit));
    }
    Ok(bytes.into())
}

/// The Content-Type header, as sent.
pub fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
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
