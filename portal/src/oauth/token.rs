//! `/oauth/token/`.

use std::future::pending;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{Parameters, Refused, app_of, bad_request, parameter, wrong_client};
use crate::clock;
use crate::journal::NewEntry;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::response;
use crate::store::tokens::{self, Holder, TokenPair};
use crate::switches::Refresh;

/// `GET` or `POST /oauth/token/`: new tokens for a code or for a refresh token.
pub async fn token(
    State(portal): State<Arc<Portal>>,
    http_method: Method,
    headers: HeaderMap,
    Parameters(tree): Parameters,
) -> Result<Response, Refused> {
    let mut shown = tree.clone();
    shown.shift_remove("code");
    let id = portal.journal.begin_request(&NewEntry {
        http_method: &http_method,
        path: "/oauth/token/".to_owned(),
        method: &parameter(&tree, "grant_type"),
        headers: &headers,
        application: None,
        user: None,
        params: &shown,
        warning: None,
    });
    let granted = grant(&portal, &tree).await;
    let status = granted
        .as_ref()
        .map_or_else(|refusal| refusal.status, |_| 200);
    portal.journal.end_request(id, status, None);
    Ok(response::json(200, &granted?))
}

async fn grant(portal: &Portal, tree: &Tree) -> Result<Value, Refusal> {
    let application = check_client(portal, tree)?;
    let lifetime = portal.switches().token_lifetime;
    let (holder, pair) = match parameter(tree, "grant_type").as_str() {
        "authorization_code" => by_code(portal, application, &parameter(tree, "code"), lifetime)?,
        "refresh_token" if parameter(tree, "refresh_token").is_empty() => {
            let text = "No \"refresh_token\" parameter found";
            return Err(bad_request("invalid_request", text));
        }
        "refresh_token" => {
            let token = parameter(tree, "refresh_token");
            by_refresh(portal, application, &token, lifetime).await?
        }
        other => {
            return Err(bad_request(
                "invalid_request",
                &format!("unknown grant_type `{other}`"),
            ));
        }
    };
    Ok(token_answer(portal, &pair, &holder, lifetime))
}

/// The application whose ID and secret these are.
fn check_client<'a>(portal: &'a Portal, tree: &Tree) -> Result<&'a str, Refusal> {
    let app = app_of(portal, tree).ok_or_else(wrong_client)?;
    match portal.client(app) {
        Some(client) if client.client_secret == parameter(tree, "client_secret") => Ok(&app.name),
        _ => Err(wrong_client()),
    }
}

fn by_code(
    portal: &Portal,
    application: &str,
    code: &str,
    lifetime: i64,
) -> Result<(Holder, TokenPair), Refusal> {
    let holder = portal.authorization_codes.redeem(code);
    let holder = holder.filter(|holder| holder.application == application);
    let holder = holder
        .ok_or_else(|| bad_request("invalid_grant", "the code is unknown, used or expired"))?;
    let issue = |db: &Connection| tokens::issue(db, &holder, lifetime, tokens::MAX_DEPTH);
    let pair = portal.store.transaction(issue)?;
    Ok((holder, pair))
}

async fn by_refresh(
    portal: &Portal,
    application: &str,
    token: &str,
    lifetime: i64,
) -> Result<(Holder, TokenPair), Refusal> {
    match portal.switches().refresh {
        Refresh::Success => {}
        Refresh::Failure => {
            return Err(bad_request(
                "invalid_grant",
                "refreshing is switched to fail",
            ));
        }
        Refresh::Silence => pending().await,
    }
    let renewed = portal
        .store
        .transaction(|db| tokens::renew(db, application, token, lifetime))?;
    renewed.ok_or_else(|| bad_request("invalid_grant", "the refresh token is unknown or used"))
}

fn token_answer(portal: &Portal, pair: &TokenPair, holder: &Holder, lifetime: i64) -> Value {
    json!({
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires": clock::seconds() + lifetime,
        "expires_in": lifetime,
        "client_endpoint": portal.addresses.rest(),
        "server_endpoint": portal.addresses.authorization_rest(),
        "domain": portal.addresses.domain(),
        "member_id": portal.identity.member_id,
        "scope": portal.switches_of(&holder.application).scopes.join(","),
        "status": "L",
        "user_id": holder.user,
    })
}
