//! IDs and secrets of the portal and its app: made once, never changed.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::apps::APPLICATION;
use crate::apps::users::{self, ADMIN, USER, USERS};
use crate::secret;
use crate::store::tokens::{self, Holder, TokenPair};
use crate::store::{Store, saved};

/// The name of the setting.
pub const SETTING: &str = "identity";

/// IDs, secrets, and the tokens of the ready line. A reset leaves them as they are.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    pub member_id: String,
    pub application_token: String,
    pub client_id: String,
    pub client_secret: String,
    pub admin: TokenPair,
    pub user: TokenPair,
    /// One webhook per user.
    pub webhooks: Vec<Webhook>,
}

/// An incoming webhook: `/rest/USER/SECRET/`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Webhook {
    pub user: i64,
    pub secret: String,
    /// What its deliveries carry: each webhook has its own (contract §14). Empty in files of before.
    #[serde(default)]
    pub application_token: String,
}

impl Webhook {
    fn new(user: i64) -> Self {
        Self {
            user,
            secret: secret::hex(16),
            application_token: secret::hex(32),
        }
    }
}

impl Identity {
    /// The identity that the store holds; what it does not have is made now and saved.
    pub fn load_or_create(store: &Store) -> Result<Self> {
        let known: Map<String, Value> = store.setting(SETTING)?.unwrap_or_default();
        let (mut identity, _) = saved::restore(&Self::new(), known);
        identity.complete_webhooks();
        store.save(SETTING, &identity)?;
        Ok(identity)
    }

    /// Gives a webhook to each user who has none, and a token to each webhook of an older file.
    fn complete_webhooks(&mut self) {
        for user in USERS {
            if self.webhooks.iter().all(|webhook| webhook.user != user.id) {
                self.webhooks.push(Webhook::new(user.id));
            }
        }
        for webhook in &mut self.webhooks {
            if webhook.application_token.is_empty() {
                webhook.application_token = secret::hex(32);
            }
        }
    }

    fn new() -> Self {
        Self {
            member_id: secret::hex(32),
            application_token: secret::hex(32),
            client_id: format!("local.{}", secret::hex(24)),
            client_secret: secret::hex(50),
            admin: TokenPair::random(),
            user: TokenPair::random(),
            webhooks: USERS.iter().map(|user| Webhook::new(user.id)).collect(),
        }
    }

    /// The webhook's path below `/rest/`, with a slash at its end.
    pub fn webhook_path(&self, user: i64) -> String {
        let webhook = self.webhooks.iter().find(|webhook| webhook.user == user);
        webhook.map_or_else(String::new, |webhook| format!("{user}/{}/", webhook.secret))
    }

    /// The `application_token` of an application or a webhook (contract §9.1).
    pub fn application_token(&self, application: &str) -> &str {
        let of = |webhook: &&Webhook| application == users::webhook_application(webhook.user);
        let webhook = self.webhooks.iter().find(of);
        webhook.map_or(&self.application_token, |webhook| {
            &webhook.application_token
        })
    }

    /// The `application_token` of each webhook, by the ID of its user.
    pub fn webhook_application_tokens(&self) -> BTreeMap<i64, &str> {
        let webhooks = self.webhooks.iter();
        webhooks
            .map(|webhook| (webhook.user, webhook.application_token.as_str()))
            .collect()
    }

    /// The user of an incoming webhook, if user and secret are right.
    pub fn webhook_user(&self, user: &str, secret: &str) -> Option<i64> {
        let user: i64 = user.parse().ok()?;
        let mut webhooks = self.webhooks.iter();
        let known = webhooks.any(|webhook| webhook.user == user && webhook.secret == secret);
        (known && users::find(user).is_some()).then_some(user)
    }

    /// Makes the tokens of the ready line valid.
    pub fn save_tokens(&self, db: &Connection) -> Result<()> {
        tokens::save_permanent(db, &Holder::new(APPLICATION, ADMIN), &self.admin)?;
        tokens::save_permanent(db, &Holder::new(APPLICATION, USER), &self.user)
    }
}
