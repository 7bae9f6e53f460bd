//! What a path below `/rest/` says (contract §1.1).

use crate::rest::credential::WebhookPath;

/// The method as typed, and the webhook if the path names one.
#[derive(Clone, Debug)]
pub struct Route {
    pub method: String,
    pub webhook: Option<WebhookPath>,
}

impl Route {
    /// `METHOD[.json]` or `USER/SECRET/METHOD[.json]`; superfluous slashes are allowed.
    pub fn read(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [user, secret, method] => {
                let webhook = WebhookPath {
                    user: (*user).to_owned(),
                    secret: (*secret).to_owned(),
                };
                Self {
                    method: bare(method),
                    webhook: Some(webhook),
                }
            }
            [method] => Self {
                method: bare(method),
                webhook: None,
            },
            _ => Self {
                method: String::new(),
                webhook: None,
            },
        }
    }

    /// The path with the webhook's secret masked.
    pub fn shown(&self) -> String {
        match &self.webhook {
            Some(webhook) => format!("/rest/{}/***/{}", webhook.user, self.method),
            None => format!("/rest/{}", self.method),
        }
    }
}

fn bare(method: &str) -> String {
    method.strip_suffix(".json").unwrap_or(method).to_owned()
}
