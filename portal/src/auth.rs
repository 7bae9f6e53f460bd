//! Who calls (contract §1.4, §2.1).

use axum::http::{HeaderMap, header};
use serde_json::Value;

use crate::answer::Refusal;
use crate::bracket::Tree;
use crate::clock;
use crate::php;
use crate::portal::Portal;
use crate::tokens;
use crate::users;

/// The application that the portal's tokens belong to.
pub const APPLICATION: &str = "app";

/// A recognised caller.
#[derive(Clone, Debug)]
pub struct Caller {
    pub kind: Kind,
    /// [`APPLICATION`], or the pseudo-application of a webhook.
    pub application: String,
    pub user: i64,
    pub admin: bool,
    /// How many more events this call may cause one after another.
    pub depth: i64,
    /// `auth_connector` of the request; empty without one.
    pub connector: String,
}

/// What the caller showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Application,
    Webhook,
}

/// The webhook part of a path.
#[derive(Clone, Debug)]
pub struct WebhookPath {
    pub user: String,
    pub secret: String,
}

/// Recognises the caller. `scope` is the scope that the method needs, empty for none.
pub fn recognise(
    portal: &Portal,
    headers: &HeaderMap,
    webhook: Option<&WebhookPath>,
    tree: &Tree,
    scope: &str,
) -> Result<Caller, Refusal> {
    let mut caller = match webhook {
        Some(path) => by_webhook(portal, path, scope)?,
        None => by_token(portal, &token(headers, tree).ok_or_else(no_auth)?, scope)?,
    };
    caller.connector = tree
        .get("auth_connector")
        .and_then(php::text)
        .unwrap_or_default();
    Ok(caller)
}

fn no_auth() -> Refusal {
    Refusal::unauthorized("NO_AUTH_FOUND", "Wrong authorization data")
}

fn token(headers: &HeaderMap, tree: &Tree) -> Option<String> {
    let parameter = |name: &str| {
        tree.get(name)
            .and_then(php::text)
            .filter(|text| !text.is_empty())
    };
    bearer(headers)
        .or_else(|| parameter("auth"))
        .or_else(|| parameter("access_token"))
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

fn by_token(portal: &Portal, text: &str, scope: &str) -> Result<Caller, Refusal> {
    let unknown = || Refusal::unauthorized("invalid_token", "Unable to get application by token");
    let token = portal
        .store
        .with(|db| tokens::access(db, text))?
        .ok_or_else(unknown)?;
    if token.expires <= clock::seconds() {
        return Err(Refusal::unauthorized(
            "expired_token",
            "The access token provided has expired",
        ));
    }
    need_scope(portal, scope, "access token")?;
    Ok(Caller {
        kind: Kind::Application,
        application: APPLICATION.to_owned(),
        user: token.user,
        admin: portal.switches().is_admin(token.user),
        depth: token.depth,
        connector: String::new(),
    })
}

fn by_webhook(portal: &Portal, path: &WebhookPath, scope: &str) -> Result<Caller, Refusal> {
    if portal.switches().require_https {
        return Err(Refusal::unauthorized("INVALID_REQUEST", "Https required."));
    }
    let user = portal.webhook_user(path).ok_or_else(|| {
        Refusal::unauthorized("INVALID_CREDENTIALS", "Invalid request credentials")
    })?;
    need_scope(portal, scope, "webhook token")?;
    Ok(Caller {
        kind: Kind::Webhook,
        application: format!("webhook.{user}"),
        user,
        admin: portal.switches().is_admin(user),
        depth: tokens::DEPTH,
        connector: String::new(),
    })
}

fn need_scope(portal: &Portal, scope: &str, provider: &str) -> Result<(), Refusal> {
    if scope.is_empty()
        || portal
            .switches()
            .scopes
            .iter()
            .any(|granted| granted == scope)
    {
        return Ok(());
    }
    let text = format!("The request requires higher privileges than provided by the {provider}");
    Err(Refusal::unauthorized("insufficient_scope", &text))
}

impl Portal {
    fn webhook_user(&self, path: &WebhookPath) -> Option<i64> {
        let user: i64 = path.user.parse().ok()?;
        let known = self
            .identity
            .webhooks
            .iter()
            .any(|known| known.user == user && known.secret == path.secret);
        (known && users::find(user).is_some()).then_some(user)
    }
}

/// The names under which a request carries its token.
pub fn is_secret(name: &str) -> bool {
    ["auth", "access_token", "refresh_token", "client_secret"].contains(&name)
}

/// The tree with every secret masked.
pub fn masked(tree: &Tree) -> Tree {
    let mask = |(name, value): (&String, &Value)| {
        let value = if is_secret(name) {
            Value::from("***")
        } else {
            value.clone()
        };
        (name.clone(), value)
    };
    tree.iter().map(mask).collect()
}
