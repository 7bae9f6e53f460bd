//! A portal as Rust code uses it.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_channel::oneshot;
use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::answer::Body;
use super::object::get;
use super::runner::{Hooks, Reply, Runner};
use super::session::Source;
use crate::core::Error;
use crate::core::command::Command;
use crate::core::credential::{Credential, Token};
use crate::core::dispatch::{Call, Success};
use crate::core::encode::pairs;
use crate::core::error::code;
use crate::core::handler::{Handler, User};
use crate::core::policy::Repeat;
use crate::core::settings::Settings;
use crate::core::site;
use crate::core::text::{fill, holds};
use crate::core::value::{Params, Value};

/// How a client is authorized.
#[derive(Clone, Default)]
pub enum Auth {
    /// By the frame that the page runs in.
    #[default]
    Frame,
    /// By an access token.
    Token {
        /// The portal's host; may carry a scheme and a port, https by default.
        domain: String,
        /// The token.
        access_token: String,
        /// Gives a new token, or a promise of one.
        refresh: Option<Function>,
    },
    /// By an incoming webhook's URL, like `https://portal/rest/1/secret/`.
    Webhook(String),
}

/// What [`connect`] needs to know.
#[derive(Clone, Default)]
pub struct Options {
    /// How the client is authorized.
    pub auth: Auth,
    /// Times and limits.
    pub settings: Settings,
    /// Ends all calls of the client when it is aborted.
    pub signal: Option<AbortSignal>,
    /// Told of every repeat: `{ method, attempt, reason, waitMs }`.
    pub on_retry: Option<Function>,
}

/// What one call may set for itself.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// Ends the call when it is aborted.
    pub signal: Option<AbortSignal>,
    /// Milliseconds for the whole call.
    pub timeout: Option<f64>,
}

/// One portal, with one authorization.
pub struct Portal {
    pub(super) runner: &'static Runner,
    credential: usize,
    owner: u32,
    options: Options,
    pub(super) webhook: bool,
    user: Cell<Option<User>>,
    destroyed: Cell<bool>,
}

thread_local! {
    static LAST_OWNER: RefCell<u32> = const { RefCell::new(0) };
}

/// Connects to a portal. In a frame it waits for the portal's handshake.
///
/// # Errors
/// `NO_FRAME` outside a portal, `INVALID_ARGUMENT` for a domain or a webhook that is none.
pub async fn connect(options: Options) -> Result<Portal, Error> {
    let settings = &options.settings;
    let (runner, credential) = match &options.auth {
        Auth::Frame => Runner::frame(settings)?,
        Auth::Token {
            domain,
            access_token,
            refresh,
        } => {
            let origin = site::origin(domain)?;
            let token = Token {
                value: access_token.clone(),
                expires_at: None,
            };
            let base = fill("%/rest", &[&origin]);
            let held = Credential::oauth(base, token, refresh.is_some());
            attach(&origin, settings, held, Source::Caller(refresh.clone()))
        }
        Auth::Webhook(url) => {
            let (origin, base) = site::webhook(url)?;
            attach(
                &origin,
                settings,
                Credential::webhook(base),
                Source::Caller(None),
            )
        }
    };
    let portal = Portal {
        runner,
        credential,
        owner: LAST_OWNER.with_borrow_mut(|last| {
            *last += 1;
            *last
        }),
        webhook: matches!(options.auth, Auth::Webhook(_)),
        options,
        user: Cell::new(None),
        destroyed: Cell::new(false),
    };
    portal.ready().await?;
    Ok(portal)
}

fn attach(
    origin: &str,
    settings: &Settings,
    held: Credential,
    source: Source,
) -> (&'static Runner, usize) {
    let runner = Runner::of(origin, settings);
    let credential = runner.add(held, source);
    (runner, credential)
}

impl Portal {
    /// The portal's host, with its port unless 80 or 443.
    #[must_use]
    pub fn domain(&self) -> String {
        self.runner.domain().into()
    }

    /// What the portal said of the app with the first token (contract §8.4).
    #[must_use]
    pub fn init_data(&self) -> JsValue {
        match self.options.auth {
            Auth::Frame => self.runner.init(),
            _ => JsValue::UNDEFINED,
        }
    }

    /// Binds a handler. A duplicate is a success that says so.
    ///
    /// # Errors
    /// The portal's, or one of ours. `false` as the answer is an error too.
    pub async fn bind(
        &self,
        handler: &Handler,
        options: &CallOptions,
    ) -> Result<(Success, Reply), Error> {
        bound(
            self.call(handler.bind(), handler.connector(), options)
                .await,
        )
    }

    /// Unbinds a handler; the count is in the answer.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn unbind(
        &self,
        handler: &Handler,
        options: &CallOptions,
    ) -> Result<(Success, Reply), Error> {
        let command = handler.unbind(self.user().await?);
        let reply = self.call(command, handler.connector(), options).await;
        let success = reply.outcome.clone()?;
        Ok((success, reply))
    }

    /// The handlers that the caller may see, in order of registration.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn handlers(&self, options: &CallOptions) -> Result<Vec<Handler>, Error> {
        let command = Command::new("event.get", Params::new());
        let answer = self.ask(command, options).await?;
        Ok(super::plan::rows(&answer))
    }

    /// The event codes of the granted scopes, of one `scope`, or with `full` all.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn events(&self, scope: Option<&str>, full: bool) -> Result<Vec<String>, Error> {
        let command = Command::events(scope, full);
        let answer = self.ask(command, &CallOptions::default()).await?;
        Ok(super::plan::texts(&answer))
    }

    /// Fires `ONAPPTEST` with `query` as its data.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn test(&self, query: Params) -> Result<(), Error> {
        let command = Command::new("event.test", query);
        self.ask(command, &CallOptions::default()).await.map(|_| ())
    }

    /// Says that the installation is finished. The portal does not answer: it reloads the page.
    ///
    /// # Errors
    /// `NO_FRAME` outside a portal.
    pub fn install_finish(&self) -> Result<(), Error> {
        Runner::tell_parent("setInstallFinish")
    }

    /// Ends all calls of this client as `ABORTED`; later ones end so too.
    pub fn destroy(&self) {
        self.destroyed.set(true);
        self.runner.abort_all(self.owner);
    }

    pub(super) fn time_scale(&self) -> f64 {
        self.options.settings.time_scale
    }

    /// Who calls; asked once.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn user(&self) -> Result<User, Error> {
        if let Some(user) = self.user.get() {
            return Ok(user);
        }
        let command = Command::new("profile", Params::new());
        let answer = self.ask(command, &CallOptions::default()).await?;
        let user = super::plan::user(&answer);
        self.remember(user);
        Ok(user)
    }

    /// Saves a request: who calls does not change.
    pub(super) fn remember(&self, user: User) {
        if user.id != 0 {
            self.user.set(Some(user));
        }
    }

    /// One call; its `result`.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn ask(&self, command: Command, options: &CallOptions) -> Result<JsValue, Error> {
        let reply = self.call(command, None, options).await;
        reply.outcome?;
        Ok(get(&reply.answer, "result"))
    }

    /// One call, however it ends.
    pub fn call(
        &self,
        command: Command,
        connector: Option<&str>,
        options: &CallOptions,
    ) -> Pending {
        let Command { method, mut params } = command;
        let order = order(method, &params);
        if let Some(connector) = connector {
            params.push(("auth_connector".into(), connector.into()));
        }
        self.send(
            method,
            pairs(&params),
            order,
            Repeat::of(method),
            connector,
            options,
        )
    }

    /// Commands in one `batch`; their answers, or the error of the batch as a whole. `connector`
    /// counts for all of them.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub(super) async fn batch(
        &self,
        commands: &[Command],
        connector: Option<&str>,
        options: &CallOptions,
    ) -> Result<Vec<Body>, Error> {
        let mut list = Vec::new();
        for command in commands {
            let query = pairs(&command.params);
            list.push(Value::Text(fill("%?%", &[command.method, &query])));
        }
        let mut params = vec![
            ("halt".to_owned(), Value::from("0")),
            ("cmd".to_owned(), Value::List(list)),
        ];
        if let Some(connector) = connector {
            params.push(("auth_connector".into(), connector.into()));
        }
        let reply = self
            .send(
                "batch",
                pairs(&params),
                String::new(),
                Repeat::Safe,
                connector,
                options,
            )
            .await;
        reply.outcome?;
        let body = Body {
            status: reply.status,
            value: reply.answer,
            error: None,
        };
        Ok(body.items(commands.len()))
    }

    fn send(
        &self,
        method: &str,
        body: String,
        order: String,
        repeat: Repeat,
        connector: Option<&str>,
        options: &CallOptions,
    ) -> Pending {
        let (sender, pending) = Pending::new();
        if self.destroyed.get() {
            let error = Error::new(code::ABORTED, "`destroy` has ended this client");
            let _ = sender.send(Reply::failed(error));
            return pending;
        }
        let settings = &self.options.settings;
        let call = Call {
            owner: self.owner,
            credential: self.credential,
            method: method.into(),
            body,
            order,
            repeat,
            connector: connector.map(Into::into),
            timeout: options.timeout.unwrap_or(settings.timeout),
            retries: settings.retries,
        };
        let hooks = Hooks {
            signals: [self.options.signal.clone(), options.signal.clone()],
            on_retry: self.options.on_retry.clone(),
        };
        let then = move |reply| {
            let _ = sender.send(reply);
        };
        self.runner.call(call, hooks, Box::new(then));
        pending
    }

    async fn ready(&self) -> Result<(), Error> {
        let (sender, pending) = Pending::new();
        let over = move |failed: Option<Error>| {
            let reply = failed.map_or_else(Reply::default, Reply::failed);
            let _ = sender.send(reply);
        };
        self.runner.prepare(self.credential, Box::new(over));
        pending.await.outcome.map(|_| ())
    }
}

/// The end of a call, to be awaited; the call is on its way already.
pub struct Pending(oneshot::Receiver<Reply>);

impl Pending {
    fn new() -> (oneshot::Sender<Reply>, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self(receiver))
    }
}

impl Future for Pending {
    type Output = Reply;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Reply> {
        let dropped = || Reply::failed(Error::new(code::INTERNAL, "a call was dropped"));
        let end = Pin::new(&mut self.0).poll(context);
        end.map(|reply| reply.unwrap_or_else(|_| dropped()))
    }
}

/// What two calls have in common that must not overtake each other.
pub fn order(method: &str, params: &[(String, Value)]) -> String {
    if !matches!(method, "event.bind" | "event.unbind") {
        return String::new();
    }
    let mut order = String::new();
    for one in params {
        if one.0 == "event" || one.0 == "handler" {
            order.push_str(&pairs(std::slice::from_ref(one)));
            order.push('&');
        }
    }
    order.make_ascii_uppercase();
    order
}

/// What the end of a bind means: a duplicate is a success that says so.
///
/// # Errors
/// The call's; `false` as the answer is an error too.
pub(crate) fn bound(reply: Reply) -> Result<(Success, Reply), Error> {
    match &reply.outcome {
        Err(error) if holds(&error.description, "already binded") => {
            let success = Success {
                already_bound: true,
                repeated: false,
            };
            Ok((success, reply))
        }
        Err(error) => Err(error.clone()),
        Ok(success) if !success.already_bound && get(&reply.answer, "result").is_falsy() => {
            Err(denied(&reply))
        }
        Ok(success) => Ok((*success, reply)),
    }
}

fn denied(reply: &Reply) -> Error {
    let mut error = Error::new(
        code::BAD_ANSWER,
        "the portal did not bind the handler and does not say why: check its URL",
    );
    error.status = reply.status;
    error.method = "event.bind".into();
    error
}
