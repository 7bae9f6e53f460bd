//! `callBind` and `callUnbind` with BX24.js's names, arguments and answers (contract §7.1).

use std::cell::RefCell;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Outcome;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::handler_url::why_unsound;
use bx24_protocol::wire::params::Value;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::input::option_reader::OptionReader;
use super::input::params::param;
use super::input::settings::{JsSettings, setting_names};
use super::output::error::{plain, to_js};
use super::output::promise::promise;
use super::output::result::{Query, ajax_result, notify, observe};
use crate::auth::frame;
use crate::transport::body::JsBody;
use crate::transport::connection::{Account, Connection, Owner, Sending, refused};
use crate::transport::executor::{OnRetry, Retry};

thread_local! {
    static SETTINGS_OF_MIRROR: RefCell<JsSettings> = const { RefCell::new(JsSettings::DEFAULT) };
    /// The owner of all calls of the mirror.
    static OWNER: Rc<Owner> = Rc::new(Owner::new());
}

/// Binds `handler` to `event`; the callback gets the same result as the promise.
#[wasm_bindgen(js_name = callBind, skip_typescript)]
pub fn call_bind(
    event: JsValue,
    handler: JsValue,
    auth_type: JsValue,
    callback: JsValue,
) -> Promise {
    let auth_type = if auth_type.is_undefined() {
        JsValue::from(0)
    } else {
        auth_type
    };
    let command = match bound_in_vain(&handler) {
        Some(reason) => Err(Error::invalid(reason)),
        None => command("event.bind", &event, &handler, &auth_type),
    };
    let callback = callback_of(&auth_type, callback);
    settle(Mirrored::send("event.bind", command), callback)
}

/// Unbinds `handler` from `event`; without `auth_type`, for all users.
#[wasm_bindgen(js_name = callUnbind, skip_typescript)]
pub fn call_unbind(
    event: JsValue,
    handler: JsValue,
    auth_type: JsValue,
    callback: JsValue,
) -> Promise {
    let command = command("event.unbind", &event, &handler, &auth_type);
    let callback = callback_of(&auth_type, callback);
    settle(Mirrored::send("event.unbind", command), callback)
}

/// BX24.js's other name for `callUnbind`.
#[wasm_bindgen(js_name = callUnBind, skip_typescript)]
pub fn call_un_bind(
    event: JsValue,
    handler: JsValue,
    auth_type: JsValue,
    callback: JsValue,
) -> Promise {
    call_unbind(event, handler, auth_type, callback)
}

/// Resolves when the portal has answered the handshake; rejects with `NO_FRAME`.
#[wasm_bindgen(skip_typescript)]
pub fn init(callback: JsValue) -> Promise {
    let account = account();
    promise(async move {
        account?.prepare().await?;
        notify(&callback, &[]);
        Ok(JsValue::UNDEFINED)
    })
}

/// Sets the mirror's settings.
///
/// # Errors
/// Throws a `Bx24Error` for an unknown name or a wrong value.
#[wasm_bindgen(skip_typescript)]
pub fn configure(options: JsValue) -> Result<(), JsValue> {
    let read = || {
        let reader = OptionReader::new(&options, &setting_names(&[]))?;
        settings().with(&reader)
    };
    let settings = read().map_err(|error: Error| to_js(&error))?;
    SETTINGS_OF_MIRROR.set(settings);
    Ok(())
}

fn settings() -> JsSettings {
    SETTINGS_OF_MIRROR.with_borrow(Clone::clone)
}

/// Milliseconds for a whole call.
#[cfg(feature = "js")]
pub(super) fn timeout() -> f64 {
    let settings = settings().settings;
    settings.timeout * settings.time_scale
}

/// The frame's portal and authorization.
pub(super) fn account() -> Result<Account, Error> {
    frame::account(&settings().settings)
}

fn connection() -> Result<Connection, Error> {
    let settings = settings();
    Ok(Connection {
        account: frame::account(&settings.settings)?,
        owner: OWNER.with(Rc::clone),
        settings: settings.settings,
        signals: settings.signal.into_iter().collect(),
        on_retry: settings.on_retry.map(on_retry),
    })
}

/// Wraps a caller's `onRetry`.
pub(super) fn on_retry(function: js_sys::Function) -> OnRetry {
    Rc::new(move |retry: Retry| observe(&function, &plain(&retry)))
}

fn command(
    method: &'static str,
    event: &JsValue,
    handler: &JsValue,
    auth_type: &JsValue,
) -> Result<Command, Error> {
    if auth_type.is_function() {
        return Err(Error::invalid(
            "the third argument is `auth_type`: the callback is the fourth",
        ));
    }
    let command = Command::new(method)
        .with("event", argument("event", event)?)
        .with("handler", argument("handler", handler)?);
    if auth_type.is_undefined() {
        return Ok(command);
    }
    Ok(command.with("auth_type", param("auth_type", auth_type)?))
}

/// Why a URL is refused that the portal would take, with the line end behind it. All else that is
/// wrong with it the portal says itself.
fn bound_in_vain(handler: &JsValue) -> Option<&'static str> {
    let url = handler.as_string()?;
    why_unsound(&url).filter(|_| url.starts_with("http"))
}

/// The callback, also where it is given as the third argument.
fn callback_of(auth_type: &JsValue, callback: JsValue) -> JsValue {
    match callback.is_function() {
        true => callback,
        false => auth_type.clone(),
    }
}

/// An argument, or an empty one: the portal says what it thinks of it.
fn argument(name: &str, given: &JsValue) -> Result<Value, Error> {
    match given.is_truthy() {
        true => param(name, given),
        false => Ok("".into()),
    }
}

/// A call of the mirror that is under way, or was refused.
pub(super) struct Mirrored {
    query: Query,
    account: Option<Account>,
    sending: Sending,
}

impl Mirrored {
    /// Sends a call at once, or refuses it.
    pub fn send(method: &str, command: Result<Command, Error>) -> Self {
        let mut query = Query::unsent(method);
        let sent = command.and_then(|command| {
            let connection = connection()?;
            let sending = connection.send(&command, Idempotency::of(method));
            query.data = Value::Map(command.params);
            Ok((connection.account, sending))
        });
        match sent {
            Ok((account, sending)) => Self {
                query,
                account: Some(account),
                sending,
            },
            Err(error) => Self {
                sending: refused(error.with_method(method)),
                account: None,
                query,
            },
        }
    }

    /// What was asked, and how it ended.
    pub async fn end(mut self) -> (Query, Outcome<JsBody>) {
        let outcome = self.sending.await;
        if let Some(account) = self.account {
            self.query.url = account.executor.url(account.credential, &self.query.method);
        }
        (self.query, outcome)
    }
}

/// A promise that never rejects, and a callback, of the same result.
fn settle(sent: Mirrored, callback: JsValue) -> Promise {
    promise(async move {
        let (query, outcome) = sent.end().await;
        let result: JsValue = ajax_result(&query, outcome).into();
        notify(&callback, std::slice::from_ref(&result));
        Ok(result)
    })
}
