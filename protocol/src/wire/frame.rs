//! The frame protocol: the page's `window.name`, and the messages to the parent page and back
//! (contract §8.1–8.4).

use crate::error::{Error, ErrorCode};

/// The frame that the portal opened for the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The portal's host, with its port unless 80 or 443.
    pub domain: String,
    /// Whether the portal is reached by https.
    pub secure: bool,
    /// The id of this rendering of the app; every message carries it.
    pub sid: String,
}

impl Frame {
    /// Reads `window.name`, which is `DOMAIN|PROTOCOL|APP_SID`.
    ///
    /// # Errors
    /// `NO_FRAME` if it has another form: the page was not opened by a portal.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let mut parts = name.split('|');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(domain), Some(protocol), Some(sid)) if is_host(domain) && !sid.is_empty() => {
                Ok(Self {
                    domain: domain.into(),
                    secure: protocol == "1",
                    sid: sid.into(),
                })
            }
            _ => Err(Self::missing()),
        }
    }

    /// The error of a page that no portal has opened.
    #[must_use]
    pub fn missing() -> Error {
        Error::new(
            ErrorCode::NoFrame,
            "this page was not opened by a portal: open the app inside the portal, or use `connect` with `webhook` or `accessToken`",
        )
    }

    /// The parent page's origin, as `MessageEvent.origin` spells it.
    #[must_use]
    pub fn origin(&self) -> String {
        let (scheme, port) = if self.secure {
            ("https", ":443")
        } else {
            ("http", ":80")
        };
        let host = self.domain.strip_suffix(port).unwrap_or(&self.domain);
        format!("{scheme}://{host}")
    }

    /// A command for the parent page: `command:params:callback:sid`.
    #[must_use]
    pub fn message(&self, command: &str, params: &str, callback: &str) -> String {
        format!("{command}:{params}:{callback}:{}", self.sid)
    }
}

/// Splits the parent page's answer, `callback:JSON`; `None` if it has another form.
#[must_use]
pub fn split_answer(data: &str) -> Option<(&str, &str)> {
    data.split_once(':').filter(|(id, _)| !id.is_empty())
}

/// Whether the text can be the host in a URL: it is not empty, and has no character that would end a
/// host.
pub(super) fn is_host(text: &str) -> bool {
    let fits = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_') || !c.is_ascii()
    };
    !text.is_empty() && text.chars().all(fits)
}
