//! IDs and secrets of the portal and its app: made once, never changed.

use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};

use crate::apps::APPLICATION;
use crate::apps::users::{self, ADMIN, USER, USERS};
use crate::secret;
use crate::store::Store;
use crate::store::tokens::{self, Holder, TokenPair};

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
}

impl Identity {
    /// The identity that the store holds, or a new one, which is then saved.
    pub fn load_or_create(store: &Store) -> Result<Self> {
        if let Some(known) = store.setting(SETTING)? {
            return Ok(known);
        }
        let new = Self::new();
        store.save(SETTING, &new)?;
        Ok(new)
    }

    fn new() -> Self {
        Self {
            member_id: secret::hex(32),
            application_token: secret::hex(32),
            client_id: format!("local.{}", secret::hex(24)),
            client_secret: secret::hex(50),
            admin: TokenPair::random(),
            user: TokenPair::random(),
            webhooks: USERS
                .iter()
                .map(|user| Webhook {
                    user: user.id,
                    secret: secret::hex(16),
                })
                .collect(),
        }
    }

    /// The webhook's path below `/rest/`, with a slash at its end.
    pub fn webhook_path(&self, user: i64) -> String {
        let webhook = self.webhooks.iter().find(|webhook| webhook.user == user);
        webhook.map_or_else(String::new, |webhook| format!("{user}/{}/", webhook.secret))
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
