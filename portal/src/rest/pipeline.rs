//! From request to response.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::route::Route;
use super::time::Start;
use crate::answer::{self, Answer, Refusal};
use crate::auth;
use crate::body;
use crate::bracket::Tree;
use crate::methods;
use crate::params::Params;
use crate::portal::Portal;

/// Answers one REST request.
pub async fn serve(
    State(portal): State<Arc<Portal>>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    if request.method() == Method::OPTIONS {
        return preflight();
    }
    let start = Start::now();
    let headers = request.headers().clone();
    let tree = body::read(request).await;
    match call(&portal, &Route::read(&path), &headers, tree).await {
        Ok(answer) => answer::rest(200, &answer::success(answer, start.time())),
        Err(refusal) => answer::rest(refusal.status, &refusal.body()),
    }
}

fn preflight() -> Response {
    let mut response = Response::default();
    answer::allow_any_origin(&mut response);
    response
}

/// Method, caller, then the method itself (contract §2.1).
async fn call(
    portal: &Arc<Portal>,
    route: &Route,
    headers: &HeaderMap,
    tree: Tree,
) -> Result<Answer, Refusal> {
    let (name, scope) = methods::find(&route.method).ok_or_else(methods::not_found)?;
    let caller = auth::recognise(portal, headers, route.webhook.as_ref(), &tree, scope)?;
    methods::run(portal, &caller, name, &Params::new(tree)).await
}
