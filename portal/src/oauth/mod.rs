//! The authorization server (contract §6). This portal is its own.

mod authorize;
mod token;

pub use authorize::authorize;
pub use token::token;

use axum::body::Body;
use axum::http::{Response, StatusCode};

use crate::php;
use crate::php::brackets::Tree;
use crate::refusal::Refusal;
use crate::response;

fn parameter(tree: &Tree, name: &str) -> String {
    tree.get(name).and_then(php::text).unwrap_or_default()
}

fn wrong_client() -> Refusal {
    bad_request("invalid_client", "wrong client_id or client_secret")
}

fn bad_request(code: &str, description: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST.as_u16(), code, description)
}

fn refused(refusal: &Refusal) -> Response<Body> {
    response::json(refusal.status, &refusal.body())
}
