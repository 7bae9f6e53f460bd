//! The response of a faulty request.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Response, header};
use futures_util::stream::unfold;

use super::fault::Fault;
use crate::response;

/// How long the connection stays open after a part of the answer, so that the part gets out.
const FLUSH: Duration = Duration::from_millis(30);

const JSON: &str = "application/json; charset=utf-8";
const BAD_GATEWAY: &str = "<html><head><title>502 Bad Gateway</title></head>\
<body><center><h1>502 Bad Gateway</h1></center></body></html>";

/// The response. `executed` is what the request would have got, if it was executed.
pub fn respond(fault: &Fault, executed: Option<Response<String>>) -> Response<Body> {
    let mut response = match fault.kind.as_str() {
        "html" => plain(
            fault,
            502,
            "text/html",
            fault.body.as_deref().unwrap_or(BAD_GATEWAY),
        ),
        "empty" => plain(fault, 200, JSON, ""),
        "body" => plain(
            fault,
            200,
            fault.content_type.as_deref().unwrap_or(JSON),
            fault.body.as_deref().unwrap_or("null"),
        ),
        "cut" => cut(fault, executed, 2),
        "drop" => cut(fault, executed, usize::MAX),
        _ => whole(fault, executed),
    };
    if !fault.cors {
        response::forbid_other_origins(&mut response);
    }
    response
}

fn whole(fault: &Fault, executed: Option<Response<String>>) -> Response<Body> {
    match (fault.refusal(), executed) {
        (Some(refusal), _) => response::json(refusal.status, &refusal.body()),
        (None, Some(executed)) => executed.map(Body::from),
        (None, None) => plain(fault, 200, JSON, ""),
    }
}

fn plain(fault: &Fault, status: u16, content_type: &str, body: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_owned()));
    *response.status_mut() = response::status_code(fault.status.unwrap_or(status));
    response::allow_any_origin(&mut response);
    if let Ok(content_type) = content_type.parse() {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    response
}

/// Announces the whole body, sends its first part and closes the connection. A part is sent in any
/// case: a browser repeats a request by itself if nothing came back (contract §7.7).
fn cut(fault: &Fault, executed: Option<Response<String>>, divisor: usize) -> Response<Body> {
    let (status, text) = match executed {
        Some(executed) => (executed.status().as_u16(), executed.into_body()),
        None => (200, r#"{"result":true,"time":{}}"#.to_owned()),
    };
    let length = text.len();
    let part = Bytes::from(text).slice(..(length / divisor).max(1).min(length));
    let mut response = plain(fault, status, JSON, "");
    *response.body_mut() = Body::from_stream(unfold(Some(part), broken));
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, length.into());
    response
}

async fn broken(part: Option<Bytes>) -> Option<(Result<Bytes, std::io::Error>, Option<Bytes>)> {
    if let Some(part) = part {
        return Some((Ok(part), None));
    }
    tokio::time::sleep(FLUSH).await;
    Some((Err(std::io::Error::other("cut off on demand")), None))
}
