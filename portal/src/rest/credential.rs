//! Who calls (contract §1.4, §2.1).

use axum::http::{HeaderMap, header};

use crate::answer::Refusal;
use crate::apps::APPLICATION;
use crate::apps::users;
use crate::clock;
use crate::error_codes::refusal;
use crate::php;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::store::tokens::{self, Token};
use crate::switches::Switches;

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
    /// The call is a command of a batch.
    pub in_batch: bool,
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

/// What a request shows to say who calls.
#[derive(Clone, Debug)]
pub enum Credential {
    Nothing,
    UnknownToken,
    Token(Token),
    WrongWebhook,
    Webhook(i64),
}

impl Credential {
    /// Looks it up; nothing is refused yet.
    pub fn of(
        portal: &Portal,
        headers: &HeaderMap,
        webhook: Option<&WebhookPath>,
        tree: &Tree,
    ) -> rusqlite::Result<Self> {
        if let Some(path) = webhook {
            return Ok(portal
                .webhook_user(path)
                .map_or(Self::WrongWebhook, Self::Webhook));
        }
        let Some(text) = token(headers, tree) else {
            return Ok(Self::Nothing);
        };
        let known = portal.store.with(|db| tokens::access(db, &text))?;
        Ok(known.map_or(Self::UnknownToken, Self::Token))
    }

    /// The application that the credential belongs to.
    pub fn application(&self) -> Option<String> {
        match self {
            Self::Token(_) => Some(APPLICATION.to_owned()),
            Self::Webhook(user) => Some(format!("webhook.{user}")),
            _ => None,
        }
    }

    /// The user it belongs to.
    pub fn user(&self) -> Option<i64> {
        match self {
            Self::Token(token) => Some(token.user),
            Self::Webhook(user) => Some(*user),
            _ => None,
        }
    }

    /// The caller, if nothing stands against it. `scope`: what the method needs, empty for nothing.
    pub fn caller(&self, switches: &Switches, tree: &Tree, scope: &str) -> Result<Caller, Refusal> {
        let (kind, user, depth) = match self {
            Self::Nothing => return Err(refusal("NO_AUTH_FOUND")),
            Self::UnknownToken => return Err(refusal("invalid_token")),
            Self::Token(token) => {
                check_token(switches, token, scope)?;
                (Kind::Application, token.user, token.depth)
            }
            Self::WrongWebhook | Self::Webhook(_) => (
                Kind::Webhook,
                self.check_webhook(switches, scope)?,
                tokens::DEPTH,
            ),
        };
        Ok(Caller {
            kind,
            application: self.application().unwrap_or_default(),
            user,
            admin: switches.is_admin(user),
            depth,
            connector: tree
                .get("auth_connector")
                .and_then(php::text)
                .unwrap_or_default(),
            in_batch: false,
        })
    }

    fn check_webhook(&self, switches: &Switches, scope: &str) -> Result<i64, Refusal> {
        need(!switches.require_https, "INVALID_REQUEST")?;
        let user = self.user().ok_or_else(|| refusal("INVALID_CREDENTIALS"))?;
        need(has_scope(switches, scope), "webhook_scope")?;
        need(!switches.overload, "OVERLOAD_LIMIT")?;
        need(switches.commercial_plan, "plan")?;
        need(switches.user_authorized, "authorization_error")?;
        Ok(user)
    }
}

fn check_token(switches: &Switches, token: &Token, scope: &str) -> Result<(), Refusal> {
    need(!switches.overload, "OVERLOAD_LIMIT")?;
    need(switches.commercial_plan, "plan")?;
    need(switches.application_found, "APPLICATION_NOT_FOUND")?;
    need(token.expires > clock::seconds(), "expired_token")?;
    need(has_scope(switches, scope), "insufficient_scope")?;
    need(switches.user_authorized, "authorization_error")?;
    need(switches.user_access, "user_access_error")
}

fn need(condition: bool, name: &str) -> Result<(), Refusal> {
    if condition {
        Ok(())
    } else {
        Err(refusal(name))
    }
}

/// Whether a method that needs this scope (or one of several, `a|b`) may be called.
pub fn has_scope(switches: &Switches, scope: &str) -> bool {
    scope.is_empty()
        || scope
            .split('|')
            .any(|one| switches.scopes.iter().any(|granted| granted == one))
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

impl Portal {
    fn webhook_user(&self, path: &WebhookPath) -> Option<i64> {
        let user: i64 = path.user.parse().ok()?;
        let mut webhooks = self.identity.webhooks.iter();
        let known = webhooks.any(|known| known.user == user && known.secret == path.secret);
        (known && users::find(user).is_some()).then_some(user)
    }
}
