//! `/oauth/authorize/`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::{Parameters, Refused, app_of, parameter, wrong_client};
use crate::addresses;
use crate::apps::application::App;
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::store::tokens::Holder;

/// `GET /oauth/authorize/`: redirects to the app with a code for the user as whom the app is opened.
/// There is no login.
pub async fn authorize(
    State(portal): State<Arc<Portal>>,
    Parameters(tree): Parameters,
) -> Result<Response, Refused> {
    let app = app_of(&portal, &tree).ok_or_else(wrong_client)?;
    let holder = Holder::new(&app.name, portal.user);
    let code = portal.authorization_codes.issue(holder);
    let location = app_url(&portal, app, &code, &parameter(&tree, "state"));
    Ok((StatusCode::FOUND, [(header::LOCATION, location)]).into_response())
}

/// An application without a page has only its install address.
fn app_url(portal: &Portal, app: &App, code: &str, state: &str) -> String {
    let addresses = &portal.addresses;
    let url = app.url.as_ref().or(app.install_url.as_ref());
    let mut query = Tree::new();
    for (name, value) in [
        ("code", code),
        ("state", state),
        ("domain", addresses.domain()),
        ("member_id", &portal.identity.member_id),
        ("scope", &portal.switches_of(&app.name).scopes.join(",")),
        ("server_domain", addresses.authorization_domain()),
    ] {
        query.insert(name.to_owned(), value.into());
    }
    addresses::with_query(url.map_or("", String::as_str), &brackets::encode(&query))
}
