//! A portal as Rust code uses it.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::plan::user;
use super::runner::{Hooks, Reply, Runner, destroyed};
use super::session::Source;
use super::work::Request;
use bx24_protocol::Error;
use bx24_protocol::calls::credential::{Credential, Token};
use bx24_protocol::calls::scheduler::{Call, Success};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::code;
use bx24_protocol::handlers::handler::User;
use bx24_protocol::text::{cut, fill, holds};
use bx24_protocol::wire::encode::scalar;
use bx24_protocol::wire::portal_url;

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

/// One portal, with one authorization. A clone stands for the same.
#[derive(Clone)]
pub struct Portal(Rc<Held>);

struct Held {
    runner: &'static Runner,
    credential: usize,
    owner: u32,
    options: Options,
    user: Cell<Option<User>>,
    destroyed: Cell<bool>,
}

thread_local! {
    static LAST_OWNER: Cell<u32> = const { Cell::new(0) };
}

/// Connects to a portal; `then` runs once, in a frame when the portal has answered the handshake:
/// with `NO_FRAME` outside a portal, with `INVALID_ARGUMENT` for a domain or a webhook that is none.
pub(crate) fn open(options: Options, then: Box<dyn FnOnce(Result<Portal, Error>)>) {
    match credential(&options) {
        Ok((runner, credential)) => {
            let portal = Portal::new(runner, credential, options);
            let over = |failed: Option<Error>| then(failed.map_or(Ok(portal), Err));
            runner.prepare(credential, Box::new(over));
        }
        Err(error) => then(Err(error)),
    }
}

fn credential(options: &Options) -> Result<(&'static Runner, usize), Error> {
    let settings = &options.settings;
    let (origin, held, source) = match &options.auth {
        Auth::Frame => return Runner::frame(settings),
        Auth::Token {
            domain,
            access_token,
            refresh,
        } => {
            let origin = portal_url::origin(domain)?;
            let token = Token {
                value: access_token.clone(),
                expires_at: None,
            };
            let base = fill("%/rest", &[&origin]);
            let held = Credential::oauth(base, token, refresh.is_some());
            (origin, held, refresh.clone())
        }
        Auth::Webhook(url) => {
            let (origin, base) = portal_url::webhook(url)?;
            (origin, Credential::webhook(base), None)
        }
    };
    let runner = Runner::of(&origin, settings);
    let credential = runner.add(held, Source::Caller(source));
    Ok((runner, credential))
}

impl Portal {
    fn new(runner: &'static Runner, credential: usize, options: Options) -> Self {
        let owner = LAST_OWNER.get() + 1;
        LAST_OWNER.set(owner);
        Self(Rc::new(Held {
            runner,
            credential,
            owner,
            options,
            user: Cell::new(None),
            destroyed: Cell::new(false),
        }))
    }

    /// The portal's host, with its port unless 80 or 443.
    #[must_use]
    pub fn domain(&self) -> String {
        self.0.runner.domain().into()
    }

    /// What the portal said of the app with the first token (contract §8.4).
    #[must_use]
    pub fn init_data(&self) -> JsValue {
        match self.0.options.auth {
            Auth::Frame => self.0.runner.init(),
            _ => JsValue::UNDEFINED,
        }
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
        self.0.destroyed.set(true);
        self.0.runner.abort_all(self.0.owner);
    }

    pub(super) fn webhook(&self) -> bool {
        matches!(self.0.options.auth, Auth::Webhook(_))
    }

    pub(super) fn time_scale(&self) -> f64 {
        self.0.options.settings.time_scale
    }

    /// Who calls, once it is known.
    pub(super) fn caller(&self) -> Option<User> {
        self.0.user.get()
    }

    /// Saves a request: who calls does not change.
    pub(super) fn know(&self, user: User) {
        self.0.user.set(Some(user));
    }

    /// Takes the answer to `profile`.
    ///
    /// # Errors
    /// The call's; `BAD_ANSWER` where it names nobody.
    pub(super) fn remember(&self, profile: Reply) -> Result<(), Error> {
        let user = user(&profile.succeeded()?.result());
        if user.id == 0 {
            let text = "the portal does not say who calls";
            let mut error = Error::new(code::BAD_ANSWER, text).with_status(200);
            error.method = "profile".into();
            return Err(error);
        }
        self.know(user);
        Ok(())
    }

    /// One call; `then` is told how it ends.
    pub(super) fn call(
        &self,
        request: Request,
        options: &CallOptions,
        then: Box<dyn FnOnce(Reply)>,
    ) {
        let held = &self.0;
        if held.destroyed.get() {
            return then(Reply::failed(destroyed()));
        }
        let call = self.prepared(request, options.timeout);
        let given = &held.options;
        let hooks = Hooks {
            signals: [given.signal.clone(), options.signal.clone()],
            on_retry: given.on_retry.clone(),
        };
        held.runner.call(call, hooks, then);
    }

    fn prepared(&self, request: Request, timeout: Option<f64>) -> Call {
        let Request {
            mut command,
            connector,
            ..
        } = request;
        let mut body = std::mem::take(&mut command.body);
        if let Some(connector) = &connector {
            scalar("auth_connector", connector, &mut body);
        }
        let settings = &self.0.options.settings;
        Call {
            owner: self.0.owner,
            credential: self.0.credential,
            method: command.method.into(),
            order: order(command.method, &body),
            body,
            repeat: request.repeat,
            connector,
            timeout: timeout.unwrap_or(settings.timeout),
            retries: settings.retries,
        }
    }
}

/// What two calls have in common that must not overtake each other.
pub fn order(method: &str, body: &str) -> String {
    let mut order = String::new();
    if matches!(method, "event.bind" | "event.unbind") {
        let mut rest = body;
        while !rest.is_empty() {
            let (pair, after) = cut(rest, b'&').unwrap_or((rest, ""));
            if pair.starts_with("event=") || pair.starts_with("handler=") {
                order.push_str(pair);
                order.push('&');
            }
            rest = after;
        }
        order.make_ascii_uppercase();
    }
    order
}

/// What the end of a bind means: a duplicate is a success that says so.
///
/// # Errors
/// The call's; `false` as the answer is an error too.
pub(super) fn bound(mut reply: Reply) -> Result<Reply, Error> {
    match &reply.outcome {
        Err(error) if holds(&error.description, "already binded") => {
            reply.outcome = Ok(Success {
                already_bound: true,
                repeated: false,
            });
        }
        Ok(success) if !success.already_bound && reply.result().is_falsy() => {
            let mut error = Error::new(code::BAD_ANSWER, DENIED).with_status(reply.status);
            error.method = "event.bind".into();
            return Err(error);
        }
        _ => {}
    }
    reply.succeeded()
}

/// Said of a bind that is answered `false`.
pub(super) const DENIED: &str = "the portal did not bind the handler: check its URL";
