//! A renamed portal: its old address only redirects to the new one.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Response;
use axum::http::header::LOCATION;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::{self, IntoResponse as _};

use crate::portal::Portal;
use crate::response::{allow_any_origin, status_code};

/// While the switch `renamed` is on, answers in place of REST and OAuth, whatever the method is.
pub async fn redirect(
    State(portal): State<Arc<Portal>>,
    request: Request,
    next: Next,
) -> response::Response {
    let switches = portal.switches();
    let Some(status) = switches.renamed else {
        return next.run(request).await;
    };
    let mut response = Response::new(String::new());
    *response.status_mut() = status_code(status.into());
    let path = request.uri().path_and_query();
    let path = path.map_or("/", PathAndQuery::as_str);
    let location = format!("{}{path}", portal.addresses.renamed);
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    if switches.renamed_cors {
        allow_any_origin(&mut response);
    }
    response.into_response()
}
