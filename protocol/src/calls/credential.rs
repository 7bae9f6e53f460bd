//! Authorizations: where requests are sent and which token they carry.

use std::fmt;

use super::clock::Now;
use crate::error::{Error, ErrorCode};

/// An access token.
#[derive(Clone, Default, PartialEq)]
pub struct Token {
    /// The token itself.
    pub value: String,
    /// When it ends, in milliseconds since 1970; `None`: unknown.
    pub expires_at: Option<f64>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Whether there is a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There is none yet, or asking for one failed: the next call asks.
    Unknown,
    /// One has been asked for.
    Pending,
    /// There is one, or none is needed.
    Ready,
}

/// One authorization: a frame, OAuth tokens or a webhook.
pub struct Credential {
    /// `https://portal/rest`, or with the webhook's own path, which is a secret.
    pub base: String,
    /// Whether a refused token can be replaced.
    pub refreshable: bool,
    /// Whether the portal's page gives the tokens.
    is_frame: bool,
    /// Milliseconds to wait for a first token.
    pub timeout: f64,
    pub(crate) token: Option<Token>,
    pub(crate) stage: Stage,
    /// How many tokens there have been; a request remembers which of them it carries.
    pub(crate) generation: u32,
    /// When waiting for a token is given up, on the monotonic clock.
    pub(crate) give_up_at: f64,
    /// When a new token was last asked for, on the wall clock.
    pub(crate) asked_at: f64,
}

impl Credential {
    /// The frame's authorization, whose token has to be asked for.
    #[must_use]
    pub fn frame(base: String, timeout: f64) -> Self {
        Self {
            refreshable: true,
            is_frame: true,
            timeout,
            stage: Stage::Unknown,
            ..Self::webhook(base)
        }
    }

    /// A token that the caller has given.
    #[must_use]
    pub fn oauth(base: String, token: Token, refreshable: bool) -> Self {
        Self {
            refreshable,
            token: Some(token),
            ..Self::webhook(base)
        }
    }

    /// A webhook, which needs no token: its URL holds the secret.
    #[must_use]
    pub fn webhook(base: String) -> Self {
        Self {
            base,
            refreshable: false,
            is_frame: false,
            timeout: 0.0,
            token: None,
            stage: Stage::Ready,
            generation: 0,
            give_up_at: f64::INFINITY,
            asked_at: f64::NEG_INFINITY,
        }
    }

    /// The token, if there is one.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Whether the token has expired and can be replaced.
    pub(crate) fn is_expired(&self, now: Now) -> bool {
        let end = self.token.as_ref().and_then(|token| token.expires_at);
        // a new token that had ended before it was asked for is used all the same: there would be no
        // end of asking
        self.refreshable && end.is_some_and(|end| end <= now.wall && end > self.asked_at)
    }

    /// The error for a token that did not come in time.
    pub(crate) fn no_answer(&self) -> Error {
        if self.token.is_none() {
            Error::new(
                ErrorCode::NoFrame,
                "the parent page does not answer: open the app inside the portal",
            )
        } else if self.is_frame {
            not_renewed_by_portal()
        } else {
            not_renewed()
        }
    }
}

/// The error for a caller's token that was refused or has expired, and could not be replaced.
#[must_use]
pub fn not_renewed() -> Error {
    Error::new(
        ErrorCode::RefreshFailed,
        "the token has expired and `refresh` gave no new one: check what it throws or returns",
    )
}

/// The error for a frame's token that was refused or has expired, and could not be replaced.
#[must_use]
pub fn not_renewed_by_portal() -> Error {
    Error::new(
        ErrorCode::RefreshFailed,
        "the token has expired and the portal's page gave no new one: reload the app",
    )
}
