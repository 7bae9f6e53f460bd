//! The authorization server (contract §6, §14): on a port of its own, and at `/oauth/` of the portal.

mod app_info;
mod authorize;
mod token;

pub use app_info::rest;
pub use authorize::authorize;
pub use token::token;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::apps::application::App;
use crate::php;
use crate::php::body;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::response;

/// The parameters of a request, from its query and its body.
pub struct Parameters(Tree);

impl<S: Send + Sync> FromRequest<S> for Parameters {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let tree = body::read(request).await.map_err(Refusal::from)?;
        Ok(Self(tree))
    }
}

/// A refusal as this server answers it.
pub struct Refused(Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        response::json(self.0.status, &self.0.body())
    }
}

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
