//! Which portal, and by which credential. It is sent to no other host and never printed.

use reqwest::Url;
use serde_json::{Map, Value, json};

use crate::conformance::Caller;
use crate::hosts;

/// A portal and what it is called with. Not `Debug`: it holds a secret.
pub struct Access {
    /// The portal's `/rest/`.
    rest: Url,
    credential: Credential,
}

enum Credential {
    Token(String),
    /// `USER/SECRET/`
    Webhook(String),
}

impl Access {
    /// An application's token, and the portal's address.
    pub fn by_token(portal: &str, token: &str) -> Result<Self, String> {
        let url = Url::parse(portal).ok().filter(Url::has_host).ok_or(
            "the portal's address is like `https://portal.bitrix24.com/`; what was given is not",
        )?;
        let alone = ["/", "/rest", "/rest/"].contains(&url.path());
        if !alone || url.query().is_some() || !url.username().is_empty() {
            return Err(
                "give the portal's address alone; a webhook belongs into `BX24_WEBHOOK`".to_owned(),
            );
        }
        let credential = Credential::Token(token.to_owned());
        Self::new(&url, credential)
    }

    /// A webhook's whole address.
    pub fn by_webhook(webhook: &str) -> Result<Self, String> {
        let wrong = "`BX24_WEBHOOK` is like `https://portal.bitrix24.com/rest/1/secret/`; what it holds is not";
        let url = Url::parse(webhook).map_err(|_| wrong)?;
        let path = url.path().strip_prefix("/rest/").unwrap_or_default();
        let parts = path.trim_end_matches('/').split('/').collect::<Vec<_>>();
        match parts.as_slice() {
            [user, secret] if !user.is_empty() && !secret.is_empty() => {
                Self::new(&url, Credential::Webhook(format!("{user}/{secret}/")))
            }
            _ => Err(wrong.to_owned()),
        }
    }

    fn new(portal: &Url, credential: Credential) -> Result<Self, String> {
        let host = portal.host_str().unwrap_or_default();
        match portal.scheme() {
            "https" => {}
            "http" if hosts::is_loopback(host) => {}
            _ => return Err(format!("`{host}` has to be called by https")),
        }
        let rest = portal.join("/rest/").map_err(|error| error.to_string())?;
        Ok(Self { rest, credential })
    }

    /// The portal's host and port.
    pub fn host(&self) -> String {
        let host = self.rest.host_str().unwrap_or_default();
        match self.rest.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Where the credential comes from.
    pub fn variable(&self) -> &'static str {
        match self.credential {
            Credential::Token(_) => "BX24_TOKEN",
            Credential::Webhook(_) => "BX24_WEBHOOK",
        }
    }

    /// Whether it is a webhook.
    pub fn is_webhook(&self) -> bool {
        matches!(self.credential, Credential::Webhook(_))
    }

    /// URL and body of a call. The unknown callers get no credential.
    pub(super) fn request(
        &self,
        caller: Caller,
        method: &str,
        mut params: Map<String, Value>,
    ) -> (String, Value) {
        let mut path = "";
        match (caller, &self.credential) {
            (Caller::Nobody, _) => {}
            (Caller::Unknown, _) => drop(params.insert("auth".to_owned(), json!("unknown"))),
            (Caller::WrongWebhook, _) => path = "1/wrong/",
            (_, Credential::Token(token)) => drop(params.insert("auth".to_owned(), json!(token))),
            (_, Credential::Webhook(webhook)) => path = webhook,
        }
        let url = format!("{}{path}{method}", self.rest);
        (url, Value::Object(params))
    }

    /// The text without the secret.
    pub(super) fn mask(&self, text: &str) -> String {
        let secret = match &self.credential {
            Credential::Token(token) => token.as_str(),
            Credential::Webhook(webhook) => webhook.split('/').nth(1).unwrap_or_default(),
        };
        text.replace(secret, "***")
    }
}
