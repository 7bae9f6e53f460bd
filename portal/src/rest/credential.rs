//! The token or webhook of a request, and its checks (contract §1.4, §2.1).

use axum::http::{HeaderMap, header};

use super::caller::{Caller, CallerKind};
use super::route::WebhookPath;
use crate::apps::users;
use crate::clock;
use crate::error_codes::refusal;
use crate::php;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::store::tokens::{self, Token};
use crate::switches::Switches;

/// The credential of a request, looked up but not yet accepted.
#[derive(Clone, Debug)]
pub enum Credential {
    Nothing,
    UnknownToken,
    Token(Token),
    UnknownWebhook,
    /// The webhook of this user.
    Webhook(i64),
}

impl Credential {
    /// Looks it up. A webhook in the path wins over a token.
    pub fn find(
        portal: &Portal,
        headers: &HeaderMap,
        webhook: Option<&WebhookPath>,
        tree: &Tree,
    ) -> rusqlite::Result<Self> {
        if let Some(WebhookPath { user, secret }) = webhook {
            let user = portal.identity.webhook_user(user, secret);
            let user = user.filter(|user| portal.users.find(*user).is_some());
            return Ok(user.map_or(Self::UnknownWebhook, Self::Webhook));
        }
        let Some(text) = token_text(headers, tree) else {
            return Ok(Self::Nothing);
        };
        let token = portal.store.with(|db| tokens::find_access(db, &text))?;
        Ok(token.map_or(Self::UnknownToken, Self::Token))
    }

    /// The application that it belongs to.
    pub fn application(&self) -> Option<String> {
        match self {
            Self::Token(token) => Some(token.holder.application.clone()),
            Self::Webhook(user) => Some(users::webhook_application(*user)),
            Self::Nothing | Self::UnknownToken | Self::UnknownWebhook => None,
        }
    }

    /// The user that it belongs to.
    pub fn user(&self) -> Option<i64> {
        match self {
            Self::Token(token) => Some(token.holder.user),
            Self::Webhook(user) => Some(*user),
            Self::Nothing | Self::UnknownToken | Self::UnknownWebhook => None,
        }
    }

    /// The caller, if the credential may call a method that needs one of these scopes.
    pub fn accept(&self, portal: &Portal, tree: &Tree, scopes: &[&str]) -> Result<Caller, Refusal> {
        let application = self.application().unwrap_or_default();
        let switches = portal.switches_of(&application);
        let (kind, user, depth) = match self {
            Self::Nothing => return Err(refusal("NO_AUTH_FOUND")),
            Self::UnknownToken => return Err(refusal("invalid_token")),
            Self::Token(token) => {
                let found = portal.apps.find(&application).is_some();
                need(found, "APPLICATION_NOT_FOUND")?;
                check_token(&switches, token, scopes)?;
                (CallerKind::App, token.holder.user, token.depth)
            }
            Self::UnknownWebhook | Self::Webhook(_) => {
                let user = self.check_webhook(&switches, portal.addresses.is_https(), scopes)?;
                (CallerKind::Webhook, user, tokens::MAX_DEPTH)
            }
        };
        let connector = tree.get("auth_connector").and_then(php::text);
        Ok(Caller {
            kind,
            application,
            user,
            admin: switches.is_admin(user),
            depth,
            connector: connector.unwrap_or_default(),
            in_batch: false,
        })
    }

    fn check_webhook(
        &self,
        switches: &Switches,
        https: bool,
        scopes: &[&str],
    ) -> Result<i64, Refusal> {
        need(https || !switches.require_https, "INVALID_REQUEST")?;
        let user = self.user().ok_or_else(|| refusal("INVALID_CREDENTIALS"))?;
        need(switches.grants(scopes), "webhook_scope")?;
        need(!switches.overload, "OVERLOAD_LIMIT")?;
        need(switches.commercial_plan, "plan")?;
        need(switches.user_authorized, "authorization_error")?;
        Ok(user)
    }
}

fn check_token(switches: &Switches, token: &Token, scopes: &[&str]) -> Result<(), Refusal> {
    need(!switches.overload, "OVERLOAD_LIMIT")?;
    need(switches.commercial_plan, "plan")?;
    need(switches.application_found, "APPLICATION_NOT_FOUND")?;
    need(token.expires > clock::seconds(), "expired_token")?;
    need(switches.grants(scopes), "insufficient_scope")?;
    need(switches.user_authorized, "authorization_error")?;
    need(switches.user_access, "user_access_error")
}

fn need(condition: bool, error: &str) -> Result<(), Refusal> {
    if condition {
        Ok(())
    } else {
        Err(refusal(error))
    }
}

/// The `Authorization` header wins over `auth`, which wins over `access_token`.
pub fn token_text(headers: &HeaderMap, tree: &Tree) -> Option<String> {
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
