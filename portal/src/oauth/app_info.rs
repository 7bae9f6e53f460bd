//! `app.info` of the authorization server: whose token it is (contract §14).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Parameters, Refused};
use crate::clock;
use crate::error_codes::refusal;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::response;
use crate::rest::{Start, token_text};
use crate::store::tokens::{self, Token};

/// `/rest/METHOD` of the authorization server, which has this one method.
pub async fn rest(
    State(portal): State<Arc<Portal>>,
    Path(method): Path<String>,
    headers: HeaderMap,
    Parameters(tree): Parameters,
) -> Result<Response, Refused> {
    let start = Start::now();
    let method = method.trim_matches('/');
    let method = method.strip_suffix(".json").unwrap_or(method);
    if !method.eq_ignore_ascii_case("app.info") {
        return Err(refusal("ERROR_METHOD_NOT_FOUND").into());
    }
    let token = find(&portal, token_text(&headers, &tree))?;
    let time = start.time(portal.switches().time_numbers, None);
    let body = json!({"result": info(&portal, &token), "time": time});
    Ok(response::json(200, &body))
}

/// The token, if it is valid and of an application.
fn find(portal: &Portal, text: Option<String>) -> Result<Token, Refusal> {
    let text = text.ok_or_else(|| refusal("NO_AUTH_FOUND"))?;
    let token = portal.store.with(|db| tokens::find_access(db, &text))?;
    match token {
        None => Err(refusal("invalid_token")),
        Some(token) if token.expires <= clock::seconds() => Err(refusal("expired_token")),
        Some(token) => Ok(token),
    }
}

fn info(portal: &Portal, token: &Token) -> Value {
    let application = &token.holder.application;
    let (switches, addresses) = (portal.switches_of(application), &portal.addresses);
    let scope = switches.scopes.join(",");
    json!({
        "client_id": portal.identity.client_id(application),
        "scope": scope,
        "expires": clock::iso(token.expires as f64),
        "install": {
            "installed": switches.installed,
            "version": switches.version.to_string(),
            "status": "L",
            "scope": scope,
            "domain": addresses.domain(),
            "uri": addresses.portal,
            "client_endpoint": addresses.rest(),
            "member_id": portal.identity.member_id,
            "member_type": "PORTAL",
        },
        "user_id": token.holder.user,
    })
}
