//! What a path below `/rest/` says (contract §1.1).

/// The method as typed, and the webhook if the path names one.
#[derive(Clone, Debug, Default)]
pub struct Route {
    pub method: String,
    pub webhook: Option<WebhookPath>,
}

/// The webhook part of a path.
#[derive(Clone, Debug)]
pub struct WebhookPath {
    pub user: String,
    pub secret: String,
}

impl Route {
    /// `METHOD[.json]` or `USER/SECRET/METHOD[.json]`; extra slashes are allowed. Any other path has an
    /// empty method, which does not exist.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [user, secret, method] => Self {
                method: without_json(method),
                webhook: Some(WebhookPath {
                    user: (*user).to_owned(),
                    secret: (*secret).to_owned(),
                }),
            },
            [method] => Self {
                method: without_json(method),
                webhook: None,
            },
            _ => Self::default(),
        }
    }

    /// The path with the webhook's secret masked.
    pub fn masked_path(&self) -> String {
        match &self.webhook {
            Some(webhook) => format!("/rest/{}/***/{}", webhook.user, self.method),
            None => format!("/rest/{}", self.method),
        }
    }
}

fn without_json(method: &str) -> String {
    method.strip_suffix(".json").unwrap_or(method).to_owned()
}
