//! IDs and secrets of the portal and its apps: made once, never changed but by the configuration.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::application::{App, Apps};
use super::users::{self, User, Users};
use crate::secret;
use crate::store::tokens::{self, Holder, TokenPair};
use crate::store::{Store, saved};

/// The name of the setting.
pub const SETTING: &str = "identity";

/// IDs, secrets, and the tokens of the ready line. A reset leaves them as they are.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    pub member_id: String,
    /// By the names of the applications.
    clients: BTreeMap<String, Client>,
    /// One webhook per user.
    webhooks: Vec<Webhook>,
}

/// What an application is at the authorization server. Empty: not made yet.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Client {
    pub client_id: String,
    pub client_secret: String,
    pub application_token: String,
    /// Tokens that do not expire by themselves, by the users' IDs.
    tokens: BTreeMap<i64, TokenPair>,
}

/// An incoming webhook: `/rest/USER/SECRET/`.
#[derive(Clone, Serialize, Deserialize)]
struct Webhook {
    user: i64,
    secret: String,
    /// What its deliveries carry: each webhook has its own (contract §14). Empty in files of before.
    #[serde(default)]
    application_token: String,
}

impl Client {
    /// Makes what there is not yet. What the configuration says counts, and each user has tokens.
    fn complete(&mut self, app: &App, users: &Users) {
        let id = || format!("local.{}", secret::hex(24));
        complete(&mut self.client_id, app.client_id.as_ref(), id);
        complete(&mut self.client_secret, app.client_secret.as_ref(), || {
            secret::hex(50)
        });
        let token = || secret::hex(32);
        complete(
            &mut self.application_token,
            app.application_token.as_ref(),
            token,
        );
        for user in users.iter() {
            self.tokens.entry(user.id).or_insert_with(TokenPair::random);
        }
    }

    /// The user's tokens of the ready line.
    pub fn tokens(&self, user: i64) -> Option<&TokenPair> {
        self.tokens.get(&user)
    }
}

impl Webhook {
    fn new(user: i64) -> Self {
        Self {
            user,
            secret: String::new(),
            application_token: String::new(),
        }
    }

    fn complete(&mut self, user: &User) {
        let told = user.webhook_secret.as_ref();
        complete(&mut self.secret, told, || secret::hex(16));
        complete(&mut self.application_token, None, || secret::hex(32));
    }
}

/// What was told, else what there is, else something new.
fn complete(own: &mut String, told: Option<&String>, new: impl Fn() -> String) {
    if let Some(told) = told.filter(|told| !told.is_empty()) {
        own.clone_from(told);
    } else if own.is_empty() {
        *own = new();
    }
}

impl Identity {
    /// The identity that the store holds; what it does not have is made now and saved.
    pub fn load_or_create(store: &Store, apps: &Apps, users: &Users) -> Result<Self> {
        let known: Map<String, Value> = store.setting(SETTING)?.unwrap_or_default();
        let (mut identity, _) = saved::restore(&Self::new(), known);
        for app in apps.iter() {
            let client = identity.clients.entry(app.name.clone());
            client.or_default().complete(app, users);
        }
        identity.complete_webhooks(users);
        store.save(SETTING, &identity)?;
        Ok(identity)
    }

    fn new() -> Self {
        Self {
            member_id: secret::hex(32),
            clients: BTreeMap::new(),
            webhooks: Vec::new(),
        }
    }

    /// A webhook for each user.
    fn complete_webhooks(&mut self, users: &Users) {
        for user in users.iter() {
            if self.webhook(user.id).is_none() {
                self.webhooks.push(Webhook::new(user.id));
            }
            let own = self.webhooks.iter_mut().find(|own| own.user == user.id);
            own.into_iter().for_each(|webhook| webhook.complete(user));
        }
    }

    fn webhook(&self, user: i64) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.user == user)
    }

    /// What this application is at the authorization server.
    pub fn client(&self, application: &str) -> Option<&Client> {
        self.clients.get(application)
    }

    /// Its ID; empty for a webhook.
    pub fn client_id(&self, application: &str) -> &str {
        let client = self.client(application);
        client.map_or("", |client| &client.client_id)
    }

    /// The webhook's path below `/rest/`, with a slash at its end.
    pub fn webhook_path(&self, user: i64) -> String {
        let webhook = self.webhook(user);
        webhook.map_or_else(String::new, |webhook| format!("{user}/{}/", webhook.secret))
    }

    /// The `application_token` of an application or a webhook (contract §9.1).
    pub fn application_token(&self, application: &str) -> &str {
        let of = |webhook: &&Webhook| application == users::webhook_application(webhook.user);
        let webhook = self.webhooks.iter().find(of);
        let token = webhook.map(|webhook| &webhook.application_token);
        let own = || Some(&self.client(application)?.application_token);
        token.or_else(own).map_or("", String::as_str)
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
        let webhook = self.webhook(user.parse().ok()?)?;
        (webhook.secret == secret).then_some(webhook.user)
    }

    /// Makes the tokens of the ready line valid.
    pub fn save_tokens(&self, db: &Connection) -> Result<()> {
        for (application, client) in &self.clients {
            for (user, pair) in &client.tokens {
                tokens::save_permanent(db, &Holder::new(application, *user), pair)?;
            }
        }
        Ok(())
    }
}
