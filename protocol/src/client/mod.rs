//! A client, as `async fn`s over a [`Transport`]: `bx24-callbind` has one for browsers, tests have a
//! scripted one.
//!
//! The futures are not `Send`: a native program uses a runtime on its current thread. Dropping a
//! future aborts the call that it waits for.

mod offline;
mod sync;
mod transport;

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use crate::calls::retry::{self, Idempotency};
use crate::error::{Error, ErrorCode};
use crate::handlers::handler::{Handler, User};
use crate::handlers::precheck::why_unknown;
use crate::handlers::snapshot::rows;
use crate::wire::answer::unexpected_result;
use crate::wire::body::Body;
use crate::wire::command::Command;
use crate::wire::handler_url;
use crate::wire::params::Params;

pub use offline::{Page, ReservedEvents};
pub use transport::{Reply, Transport};

/// The result of a bind.
#[derive(Clone, Debug)]
pub struct Bound<B> {
    /// Whether the portal had the handler already.
    pub already_bound: bool,
    /// The portal's `time` (contract §1.6); `None` if the portal had the handler already.
    pub time: Option<B>,
}

/// The result of an unbind.
#[derive(Clone, Debug)]
pub struct Unbound<B> {
    /// How many handlers were removed.
    pub count: u32,
    /// Whether an earlier attempt may have removed some, so that `count` can be too low, even 0.
    pub repeated: bool,
    /// The portal's `time` (contract §1.6).
    pub time: Option<B>,
}

/// Who calls. The user is cached so that `profile` is asked once.
#[derive(Debug, Default)]
pub struct Caller {
    /// Whether a webhook's authorization is used.
    pub webhook: bool,
    user: Cell<Option<User>>,
}

impl Caller {
    /// A caller whose user is not known yet.
    #[must_use]
    pub fn new(webhook: bool) -> Self {
        Self {
            webhook,
            user: Cell::new(None),
        }
    }
}

/// One portal, with one authorization. A clone stands for the same.
pub struct Client<T>(Rc<Shared<T>>);

struct Shared<T> {
    transport: T,
    caller: Rc<Caller>,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: Transport> Client<T> {
    /// A client that sends its calls with `transport`; several can share their `caller`.
    #[must_use]
    pub fn new(transport: T, caller: Rc<Caller>) -> Self {
        Self(Rc::new(Shared { transport, caller }))
    }

    /// Binds a handler. If the portal has it already, that is a success with
    /// [`already_bound`](Bound::already_bound).
    ///
    /// # Errors
    /// Errors of the portal, such as `ERROR_EVENT_NOT_FOUND` (contract §3.1), with what is known of the
    /// cause after the portal's words; `events` is asked for that once. `BAD_ANSWER` for any
    /// result but `true`; `NETWORK`, `TIMEOUT`, `ABORTED`, `REFRESH_FAILED`.
    pub async fn bind(&self, handler: &Handler) -> Result<Bound<T::Body>, Error> {
        match self
            .0
            .transport
            .call(handler.bind(), Idempotency::Bind)
            .await
        {
            Err(error) if retry::is_already_bound(&error) => Ok(Bound {
                already_bound: true,
                time: None,
            }),
            Err(error) => Err(self.explained(error, handler).await),
            Ok(reply) if reply.success.already_bound => Ok(Bound {
                already_bound: true,
                time: reply.body.get("time"),
            }),
            Ok(reply) => {
                check_bound(reply.result(), reply.status)?;
                Ok(Bound {
                    already_bound: false,
                    time: reply.body.get("time"),
                })
            }
        }
    }

    /// The portal's refusal of a handler with the reason that `plan` gives, after the portal's words.
    async fn explained(&self, error: Error, handler: &Handler) -> Error {
        let why = match error.code() {
            "ERROR_EVENT_NOT_FOUND" => {
                let known = self.events(None, false).await.unwrap_or_default();
                why_unknown(&handler.event.to_ascii_uppercase(), &known)
            }
            "ERROR_WRONG_HANDLER_URL" | "ERROR_UNSUPPORTED_PROTOCOL" => {
                handler_url::why_refused(handler.url())
            }
            _ => None,
        };
        match why {
            Some(why) => error.with_explanation(&why),
            None => error,
        }
    }

    /// Unbinds a handler. An administrator who names no user unbinds for all users (contract §3.2).
    ///
    /// # Errors
    /// Errors of the portal; `BAD_ANSWER` for a result without a count; `NETWORK`, `TIMEOUT`,
    /// `ABORTED`, `REFRESH_FAILED`.
    pub async fn unbind(&self, handler: &Handler) -> Result<Unbound<T::Body>, Error> {
        let caller = self.user().await?;
        let command = handler.unbind(caller);
        let reply = self.0.transport.call(command, Idempotency::Unbind).await?;
        Ok(Unbound {
            count: count_of(reply.result(), reply.status)?,
            repeated: reply.success.repeated,
            time: reply.body.get("time"),
        })
    }

    /// The handlers that the caller may see, in order of registration.
    ///
    /// # Errors
    /// Errors of the portal; `BAD_ANSWER` for anything but a list; `NETWORK`, `TIMEOUT`,
    /// `ABORTED`, `REFRESH_FAILED`.
    pub async fn handlers(&self) -> Result<Vec<Handler>, Error> {
        self.list(Command::new("event.get"))
            .await
            .map(|list| rows(&list))
    }

    /// The codes of the events that can be bound: those of one `scope`, or else of all granted
    /// scopes; with `full`, of all scopes (contract §3.4).
    ///
    /// # Errors
    /// Errors of the portal; `BAD_ANSWER` for anything but a list; `NETWORK`, `TIMEOUT`,
    /// `ABORTED`, `REFRESH_FAILED`.
    pub async fn events(&self, scope: Option<&str>, full: bool) -> Result<Vec<String>, Error> {
        let mut command = Command::new("events");
        if let Some(scope) = scope {
            command = command.with("scope", scope);
        }
        if full {
            command = command.with("full", "1");
        }
        self.list(command).await.map(|list| list.texts())
    }

    /// Makes the portal send `ONAPPTEST`, with `query` as its data (contract §3.5).
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn test(&self, query: Params) -> Result<(), Error> {
        let command = Command::new("event.test").with_params(query);
        self.call(command).await.map(|_| ())
    }

    /// Calls any method. By its name it is repeated or not, see [`Idempotency::of`].
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub fn call(&self, command: Command) -> impl Future<Output = Result<Reply<T::Body>, Error>> {
        let idempotency = Idempotency::of(&command.method);
        self.0.transport.call(command, idempotency)
    }

    /// Calls any method. When its answer is lost it is repeated if `repeat` is true, and not if it is
    /// false; `None`: by its name, as [`Client::call`].
    ///
    /// # Errors
    /// As [`Client::call`].
    pub fn call_with(
        &self,
        command: Command,
        repeat: Option<bool>,
    ) -> impl Future<Output = Result<Reply<T::Body>, Error>> {
        let idempotency = match (Idempotency::of(&command.method), repeat) {
            (_, Some(false)) => Idempotency::Once,
            (Idempotency::Once, Some(true)) => Idempotency::Safe,
            (by_name, _) => by_name,
        };
        self.0.transport.call(command, idempotency)
    }

    /// Who calls.
    async fn user(&self) -> Result<User, Error> {
        if let Some(user) = self.0.caller.user.get() {
            return Ok(user);
        }
        let reply = self.call(Command::new("profile")).await?;
        let user = User::from_profile(&reply.result().unwrap_or_default());
        if user.id == 0 {
            let error = Error::new(ErrorCode::BadAnswer, "the portal does not say who calls");
            return Err(error.with_status(reply.status).with_method("profile"));
        }
        self.0.caller.user.set(Some(user));
        Ok(user)
    }

    /// The list that a method answers.
    async fn list(&self, command: Command) -> Result<T::Body, Error> {
        let method = command.method.clone();
        let reply = self.call(command).await?;
        let list = reply.result().filter(|result| result.items().is_some());
        list.ok_or_else(|| unexpected_result(&method, "a list", reply.status))
    }
}

/// Refuses any result of `event.bind` but `true`.
fn check_bound<B: Body>(result: Option<B>, status: u16) -> Result<(), Error> {
    match result.and_then(|result| result.as_bool()) {
        Some(true) => Ok(()),
        Some(false) => Err(retry::not_bound(status)),
        None => Err(unexpected_result("event.bind", "true", status)),
    }
}

/// The count in a result of `event.unbind`.
fn count_of<B: Body>(result: Option<B>, status: u16) -> Result<u32, Error> {
    let count = result.and_then(|result| result.integer("count"));
    count
        .and_then(|count| u32::try_from(count).ok())
        .ok_or_else(|| unexpected_result("event.unbind", "a count", status))
}
