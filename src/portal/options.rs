//! How a client connects, and what one call may set for itself.

use std::fmt;

use bx24_protocol::calls::settings::Settings;
use web_sys::AbortSignal;

use crate::auth::Refresh;
use crate::transport::executor::OnRetry;

/// How a client is authorized.
#[derive(Clone, Default)]
pub enum Auth {
    /// By the frame that the page runs in. The default.
    #[default]
    Frame,
    /// By an application's access token.
    Token {
        /// The portal's host, such as `portal.bitrix24.com`. May have a scheme (default: https) and a
        /// port.
        domain: String,
        /// The token.
        access_token: String,
        /// Gives a new token when the portal refuses this one; without it, the call then ends with the
        /// portal's error.
        refresh: Option<Refresh>,
    },
    /// By the URL of an incoming webhook, such as `https://portal.bitrix24.com/rest/1/secret/`. It
    /// contains a secret.
    Webhook(String),
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame => f.write_str("Frame"),
            Self::Token { domain, .. } => f
                .debug_struct("Token")
                .field("domain", domain)
                .finish_non_exhaustive(),
            Self::Webhook(_) => f.debug_tuple("Webhook").finish_non_exhaustive(),
        }
    }
}

/// The options of [`connect`](crate::connect).
#[derive(Clone, Default)]
pub struct Options {
    /// How the client is authorized. Default: by the frame.
    pub auth: Auth,
    /// Times and limits.
    pub settings: Settings,
    /// Ends all calls of the client when it is aborted.
    pub signal: Option<AbortSignal>,
    /// Called before every repeat of a call.
    pub on_retry: Option<OnRetry>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("auth", &self.auth)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// What one call may set for itself.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// Ends the call when it is aborted.
    pub signal: Option<AbortSignal>,
    /// Milliseconds for the whole call, repeats included. Default: the client's.
    pub timeout: Option<f64>,
    /// Milliseconds for one attempt that may be repeated; that of the client, else half of the whole.
    pub attempt_timeout: Option<f64>,
}
