//! Asks for tokens when calls need them, once for all who wait.

use super::{Action, Outcome, Scheduler};
use crate::calls::clock::Now;
use crate::calls::credential::{Credential, Stage, Token};
use crate::error::Error;
use crate::wire::portal_url::origin_of;

/// Milliseconds to wait for a new token.
const REFRESH_TIMEOUT: f64 = 10_000.0;

impl<W, B: Clone> Scheduler<W, B> {
    /// Adds an authorization and gives its number.
    pub fn add(&mut self, credential: Credential) -> usize {
        self.credentials.push(credential);
        self.queue.add_credential();
        self.credentials.len() - 1
    }

    /// The authorization with this number.
    #[must_use]
    pub fn credential(&self, credential: usize) -> Option<&Credential> {
        self.credentials.get(credential)
    }

    /// Sends the calls to another origin from now on.
    pub fn move_portal(&mut self, origin: &str) {
        for held in &mut self.credentials {
            if let Some(path) = held.base.strip_prefix(origin_of(&held.base)) {
                held.base = format!("{origin}{path}");
            }
        }
    }

    /// The authorization with this number, to be changed.
    #[must_use]
    pub fn credential_mut(&mut self, credential: usize) -> Option<&mut Credential> {
        self.credentials.get_mut(credential)
    }

    /// Asks for a token before any call needs it; [`Action::Authorized`] says when that is over.
    pub fn prepare(&mut self, credential: usize, now: Now) {
        if self.is_ready(credential) {
            self.emit(Action::Authorized(credential, None));
        } else {
            self.refresh(credential, now);
        }
    }

    /// Asks for a token, even if the old one was not refused; once for all who ask meanwhile.
    pub fn refresh(&mut self, credential: usize, now: Now) {
        let Some(held) = self.credentials.get_mut(credential) else {
            return;
        };
        if held.stage == Stage::Pending {
            return;
        }
        held.stage = Stage::Pending;
        let is_first = held.token.is_none();
        let limit = if is_first {
            held.timeout
        } else {
            REFRESH_TIMEOUT
        };
        held.give_up_at = now.monotonic + limit * self.scale;
        if is_first {
            return self.emit(Action::Authorize(credential));
        }
        held.asked_at = now.wall;
        self.emit(Action::Refresh(credential));
    }

    /// Passes in the token that was asked for, or why there is none.
    pub fn authorized(&mut self, credential: usize, token: Result<Token, Error>) {
        let Some(held) = self.credentials.get_mut(credential) else {
            return;
        };
        held.give_up_at = f64::INFINITY;
        let error = token.as_ref().err().cloned();
        self.outbox.push_back(Action::Authorized(credential, error));
        match token {
            Ok(token) => {
                held.token = Some(token);
                held.generation += 1;
                held.stage = Stage::Ready;
            }
            Err(error) => {
                held.asked_at = f64::NEG_INFINITY;
                held.stage = match held.token {
                    None => Stage::Unknown,
                    Some(_) => Stage::Ready,
                };
                self.reject(credential, &error);
            }
        }
    }

    /// Asks for the tokens that ready calls need.
    pub(super) fn ask_for_tokens(&mut self, now: Now) {
        for index in 0..self.credentials.len() {
            let is_needed = self.credentials.get(index).is_some_and(|held| {
                held.stage == Stage::Unknown || held.stage == Stage::Ready && held.is_expired(now)
            });
            if is_needed && self.queue.first_ready(index).is_some() {
                self.refresh(index, now);
            }
        }
    }

    /// Whether the credential has its token, or needs none.
    pub(super) fn is_ready(&self, credential: usize) -> bool {
        let held = self.credentials.get(credential);
        held.is_some_and(|held| held.stage == Stage::Ready)
    }

    /// Ends all calls that wait for a token that will not come.
    fn reject(&mut self, credential: usize, error: &Error) {
        let waits = self
            .queue
            .ids(|pending| pending.call.credential == credential && pending.request().is_none());
        for id in waits {
            self.finish(id, Outcome::failed(error.clone()));
        }
    }

    /// Stops waiting for tokens that do not come in time.
    pub(super) fn give_up_tokens(&mut self, now: Now) {
        for index in 0..self.credentials.len() {
            let late = self.credentials.get(index);
            if let Some(late) = late.filter(|held| held.give_up_at <= now.monotonic) {
                let error = late.no_answer();
                self.authorized(index, Err(error));
            }
        }
    }

    /// When the first wait for a token is given up; infinity if there is none.
    pub(super) fn first_give_up(&self) -> f64 {
        let times = self.credentials.iter().map(|held| held.give_up_at);
        times.fold(f64::INFINITY, f64::min)
    }
}
