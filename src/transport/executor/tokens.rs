//! Asks for tokens, and keeps what the portal's page says with them.

use std::future::Future;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::credential::Token;
use bx24_protocol::calls::scheduler::Scheduler;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::portal_url::rest_base;
use futures_channel::oneshot;
use js_sys::Reflect;
use wasm_bindgen_futures::spawn_local;

use super::super::body::JsBody;
use super::super::token_source::{Grant, Granting, TokenSource};
use super::{Executor, Waiter};

impl Executor {
    /// Sets how long to wait for the first token, in milliseconds.
    pub fn set_first_token_timeout(&self, credential: usize, timeout: f64) {
        if let Some(held) = self.scheduler.borrow_mut().credential_mut(credential) {
            held.timeout = timeout;
        }
    }

    /// The token, unless it has expired.
    pub fn token(&self, credential: usize) -> Option<Token> {
        let scheduler = self.scheduler.borrow();
        let token = scheduler.credential(credential)?.token()?;
        let is_over = token.expires_at.is_some_and(|end| end <= self.now().wall);
        (!is_over).then(|| token.clone())
    }

    /// Makes sure that there is a token.
    pub fn prepare(
        self: &Rc<Self>,
        credential: usize,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        self.wait_for_token(credential, Scheduler::prepare)
    }

    /// Asks for a new token, although the old one was not refused.
    pub fn refresh(
        self: &Rc<Self>,
        credential: usize,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        self.wait_for_token(credential, Scheduler::refresh)
    }

    /// Lets the scheduler `ask` for a token, and waits for it.
    fn wait_for_token(
        self: &Rc<Self>,
        credential: usize,
        ask: fn(&mut Scheduler<Waiter, JsBody>, usize, Now),
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let (sender, told) = oneshot::channel();
        self.token_waiters.borrow_mut().push((credential, sender));
        ask(&mut self.scheduler.borrow_mut(), credential, self.now());
        self.run();
        async move {
            let dropped = || Error::new(ErrorCode::Internal, "waiting for a token was dropped");
            told.await.unwrap_or_else(|_| Err(dropped()))
        }
    }

    /// Asks for a token, and hands the scheduler what came.
    pub(super) fn take_token(
        self: &Rc<Self>,
        credential: usize,
        ask: fn(&dyn TokenSource) -> Granting,
    ) {
        let Some(source) = self.sources.borrow().get(credential).cloned() else {
            return;
        };
        let granting = ask(&*source);
        let this = Rc::clone(self);
        spawn_local(async move {
            let token = match granting.await {
                Ok(grant) => Ok(this.learn(credential, grant)),
                Err(error) => Err(error),
            };
            this.scheduler.borrow_mut().authorized(credential, token);
            this.run();
        });
    }

    /// Keeps the init data, and takes the REST path from it.
    fn learn(&self, credential: usize, grant: Grant) -> Token {
        let Grant { token, init_data } = grant;
        if init_data.is_object() {
            let path = Reflect::get(&init_data, &"PATH".into()).unwrap_or_default();
            if let Some(path) = path.as_string().filter(|path| path.starts_with('/'))
                && let Some(held) = self.scheduler.borrow_mut().credential_mut(credential)
            {
                held.base = rest_base(&self.address.current(), &path);
            }
            self.init_data.replace(init_data);
        }
        token
    }

    pub(super) fn notify_authorized(&self, credential: usize, error: Option<Error>) {
        let mut waiters = self.token_waiters.borrow_mut();
        for (_, waiter) in waiters.extract_if(.., |(wanted, _)| *wanted == credential) {
            let _ = waiter.send(error.clone().map_or(Ok(()), Err)); // fails if nobody waits
        }
    }
}
