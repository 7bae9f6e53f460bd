//! The authorization server (contract §6, §14): on a port of its own, and at `/oauth/` of the portal.

mod app_info;
mod authorize;
mod token;

pub use app_info::rest;
pub use authorize::authorize;
pub use token::token;

use axum::body::Body;
use axum::http::{Response, StatusCode};

use crate::apps::application::App;
use crate::php;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::response;

/// The application whose `client_id` this is.
fn app_of<'a>(portal: &'a Portal, tree: &Tree) -> Option<&'a App> {
    let id = parameter(tree, "client_id");
    let mut apps = portal.apps.iter();
    apps.find(|app| portal.identity.client_id(&app.name) == id)
}

fn parameter(tree: &Tree, name: &str) -> String {
    tree.get(name).and_then(php::text).unwrap_or_default()
}

/// With status 200, as its clients expect.
fn wrong_client() -> Refusal {
    let text = "wrong client_id or client_secret";
    Refusal::new(StatusCode::OK.as_u16(), "wrong_client", text)
}

fn bad_request(code: &str, description: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST.as_u16(), code, description)
}

fn refused(refusal: &Refusal) -> Response<Body> {
    response::json(refusal.status, &refusal.body())
}
