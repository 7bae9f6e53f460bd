//! `/oauth/authorize/`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse as _;

use super::{parameter, refused, wrong_client};
use crate::apps::APPLICATION;
use crate::php::body;
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::store::tokens::Holder;

/// `GET /oauth/authorize/`: redirects to the app with a code for the user as whom the app is opened.
/// There is no login.
pub async fn authorize(State(portal): State<Arc<Portal>>, request: Request) -> Response<Body> {
    let tree = match body::read(request).await {
        Ok(tree) => tree,
        Err(error) => return refused(&error.into()),
    };
    if parameter(&tree, "client_id") != portal.identity.client_id {
        return refused(&wrong_client());
    }
    let holder = Holder::new(APPLICATION, portal.config.user);
    let code = portal.authorization_codes.issue(holder);
    let location = app_url(&portal, &code, &parameter(&tree, "state"));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

fn app_url(portal: &Portal, code: &str, state: &str) -> String {
    let addresses = &portal.addresses;
    let mut query = Tree::new();
    for (name, value) in [
        ("code", code),
        ("state", state),
        ("domain", addresses.domain()),
        ("member_id", &portal.identity.member_id),
        ("scope", &portal.switches().scopes.join(",")),
        ("server_domain", addresses.authorization_domain()),
    ] {
        query.insert(name.to_owned(), value.into());
    }
    addresses.app_with(&brackets::encode(&query))
}
