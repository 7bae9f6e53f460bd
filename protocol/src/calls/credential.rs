//! Who calls: where requests go and which token they carry.

use crate::error::{Error, code};

/// An access token.
#[derive(Clone, Default, PartialEq)]
pub struct Token {
    /// The token itself.
    pub value: String,
    /// When it ends, in milliseconds of the clock that the dispatcher is given.
    pub expires_at: Option<f64>,
}

/// How far the authorization has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There is none yet, or it failed: the next call asks for one.
    Unknown,
    /// It was asked for.
    Pending,
    /// There is a token, or none is needed.
    Ready,
}

/// One authorization: a frame, OAuth tokens or a webhook.
pub struct Credential {
    /// `https://portal/rest`, or with the webhook's own path.
    pub base: String,
    /// Whether a refused token can be replaced.
    pub refreshable: bool,
    /// Milliseconds to wait for a first token.
    pub timeout: f64,
    pub(crate) token: Option<Token>,
    pub(crate) stage: Stage,
    pub(crate) generation: u32,
    pub(crate) limit: f64,
    /// When the token was asked for.
    pub(crate) asked_at: f64,
}

impl Credential {
    /// An authorization that has to be asked for: the frame.
    #[must_use]
    pub fn frame(base: String, timeout: f64) -> Self {
        Self::new(base, true, timeout, None, Stage::Unknown)
    }

    /// A token given by the caller.
    #[must_use]
    pub fn oauth(base: String, token: Token, refreshable: bool) -> Self {
        Self::new(base, refreshable, 0.0, Some(token), Stage::Ready)
    }

    /// A webhook: its URL is all it needs.
    #[must_use]
    pub fn webhook(base: String) -> Self {
        Self::new(base, false, 0.0, None, Stage::Ready)
    }

    /// The token, where there is one.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    fn new(
        base: String,
        refreshable: bool,
        timeout: f64,
        token: Option<Token>,
        stage: Stage,
    ) -> Self {
        Self {
            base,
            refreshable,
            timeout,
            token,
            stage,
            generation: 0,
            limit: f64::INFINITY,
            asked_at: f64::NEG_INFINITY,
        }
    }

    /// Whether the token's own time is over and a new one can be had.
    pub(crate) fn expired(&self, now: f64) -> bool {
        let end = self.token.as_ref().and_then(|token| token.expires_at);
        // an end before the token was asked for is no end: new ones would be asked for for ever
        self.refreshable && end.is_some_and(|end| end <= now && end > self.asked_at)
    }

    /// The error of an authorization that was not answered in time.
    pub(crate) fn silence(&self) -> Error {
        if self.token.is_none() {
            Error::new(
                code::NO_FRAME,
                "the parent page does not answer: open the app inside the portal",
            )
        } else {
            not_renewed()
        }
    }
}

/// The error of a token that was refused, or has ended, and could not be replaced.
#[must_use]
pub fn not_renewed() -> Error {
    Error::new(
        code::REFRESH_FAILED,
        "the token has expired and no new one came: reload the app, or check `refresh`",
    )
}
