//! HTTP responses as REST and OAuth give them (contract §1.5).

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use crate::php;

/// A response with a JSON body.
pub fn json(status: u16, body: &Value) -> Response<Body> {
    json_text(status, body).map(Body::from)
}

/// A response whose JSON body is still a text.
pub fn json_text(status: u16, body: &Value) -> Response<String> {
    let mut response = Response::new(php::json::encode(body));
    *response.status_mut() = status_code(status);
    set(
        &mut response,
        header::CONTENT_TYPE,
        "application/json; charset=utf-8",
    );
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    allow_any_origin(&mut response);
    response
}

/// A response with an XML body.
pub fn xml_text(status: u16, body: &Value) -> Response<String> {
    let mut response = json_text(status, body).map(|_| php::xml::encode(body));
    set(
        &mut response,
        header::CONTENT_TYPE,
        "text/xml; charset=utf-8",
    );
    response
}

/// The status; 500 for a number that is not a status.
pub fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Adds the two CORS headers of REST.
pub fn allow_any_origin<T>(response: &mut Response<T>) {
    set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(
        response,
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "origin, content-type, accept",
    );
}

/// Takes the two CORS headers away.
pub fn forbid_other_origins<T>(response: &mut Response<T>) {
    let headers = response.headers_mut();
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    headers.remove(header::ACCESS_CONTROL_ALLOW_HEADERS);
}

fn set<T>(response: &mut Response<T>, name: HeaderName, value: &'static str) {
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
}
