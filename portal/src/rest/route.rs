//! What a path below `/rest/` says (contract §1.1).

/// The method as typed, the webhook if the path names one, and how to answer.
#[derive(Clone, Debug, Default)]
pub struct Route {
    pub method: String,
    pub webhook: Option<WebhookPath>,
    pub format: Format,
    pub version: Version,
}

/// How the answer is written: the end of the path says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Json,
    Xml,
}

/// The version of REST: paths below `/rest/api/` are the third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    #[default]
    V2,
    V3,
}

/// The webhook part of a path.
#[derive(Clone, Debug)]
pub struct WebhookPath {
    pub user: String,
    pub secret: String,
}

impl Route {
    /// `[api/][USER/SECRET/]METHOD[.json|.xml]`; extra slashes are allowed. Any other path has an empty
    /// method, which does not exist.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let (version, parts) = match parts.as_slice() {
            ["api", rest @ ..] if !rest.is_empty() => (Version::V3, rest),
            all => (Version::V2, all),
        };
        let (webhook, method) = match parts {
            [user, secret, method] => {
                let (user, secret) = ((*user).to_owned(), (*secret).to_owned());
                (Some(WebhookPath { user, secret }), *method)
            }
            [method] => (None, *method),
            _ => (None, ""),
        };
        let (method, format) = match method.strip_suffix(".xml") {
            Some(method) => (method, Format::Xml),
            None => (method.strip_suffix(".json").unwrap_or(method), Format::Json),
        };
        Self {
            method: method.to_owned(),
            webhook,
            format,
            version,
        }
    }

    /// The path with the webhook's secret masked.
    pub fn masked_path(&self) -> String {
        let base = match self.version {
            Version::V2 => "/rest",
            Version::V3 => "/rest/api",
        };
        match &self.webhook {
            Some(webhook) => format!("{base}/{}/***/{}", webhook.user, self.method),
            None => format!("{base}/{}", self.method),
        }
    }
}
