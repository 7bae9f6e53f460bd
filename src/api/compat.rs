//! The other functions of BX24.js that apps call (contract §7.2, §7.6).

use bx24_protocol::Error;
use bx24_protocol::calls::scheduler::{Outcome, Success};
use bx24_protocol::wire::body::Body as _;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::encode::encode_params;
use bx24_protocol::wire::params::{Params, Value};
use js_sys::{Array, JsString, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::input::params::params;
use super::input::value::{is_list, keys, member, sendable};
use super::mirror::{Mirrored, account, timeout};
use super::output::error::{plain, to_js};
use super::output::promise::promise;
use super::output::result::{ajax_result, notify};
use super::under_way::finish_installation;
use crate::transport::body::JsBody;

/// Calls any method; `next` of the result calls for the next page.
#[wasm_bindgen(js_name = callMethod, skip_typescript)]
pub fn call_method(method: JsValue, params_given: JsValue, callback: JsValue) -> Promise {
    let name = method_name(&method);
    let command = name
        .clone()
        .and_then(|name| Ok(Command::new(name).with_params(params("params", &params_given)?)));
    paged(name.unwrap_or_default(), command, callback)
}

fn paged(method: String, command: Result<Command, Error>, callback: JsValue) -> Promise {
    let sent = Mirrored::send(&method, command.clone());
    promise(async move {
        let (query, outcome) = sent.end().await;
        let next = outcome.body.as_ref().and_then(|body| body.get("next"));
        let next = next.and_then(|next| next.as_number());
        let result = ajax_result(&query, outcome);
        if let (Some(next), Ok(command)) = (next, command) {
            result.set_next_page(&next_page(method, command, next, callback.clone()));
        }
        notify(&callback, &[result.clone().into()]);
        Ok(result.into())
    })
}

/// A function that asks for the page that starts at `next`. Its callback is the first call's, unless
/// it is given one.
fn next_page(method: String, command: Command, next: f64, callback: JsValue) -> JsValue {
    let call = move |own: JsValue| {
        let callback = match own.is_undefined() {
            true => callback.clone(),
            false => own,
        };
        let command = starting_at(next as i64, command.clone());
        paged(method.clone(), Ok(command), callback)
    };
    Closure::<dyn Fn(JsValue) -> Promise>::new(call).into_js_value()
}

fn starting_at(start: i64, mut command: Command) -> Command {
    let mut given = command.params.iter_mut();
    match given.find(|(name, _)| name == "start") {
        Some((_, value)) => {
            *value = start.into();
            command
        }
        None => command.with("start", start),
    }
}

/// Calls several methods with one request; `calls` is a list or an object of `[method, params]` or
/// `{ method, params }`. The results have its keys; a bad entry gets an error of its own.
#[wasm_bindgen(js_name = callBatch, skip_typescript)]
pub fn call_batch(calls: JsValue, callback: JsValue, halt: JsValue) -> Promise {
    let is_list = is_list("calls", &calls).unwrap_or_default();
    let batch = Batch::read(&calls);
    let sent = Mirrored::send("batch", batch.command(halt.is_truthy()));
    promise(async move {
        let (query, whole) = sent.end().await;
        let results: Object = if is_list {
            Array::new().into()
        } else {
            Object::new()
        };
        for (key, command) in batch.0 {
            let outcome = match command {
                Err(error) => Some(Outcome::failed(error)),
                Ok(_) => outcome_of(&whole, &String::from(&key)),
            };
            if let Some(outcome) = outcome {
                let result = ajax_result(&query, outcome);
                let _ = Reflect::set(&results, &key, &result); // an object of our own: cannot fail
            }
        }
        let results = JsValue::from(results);
        notify(&callback, std::slice::from_ref(&results));
        Ok(results)
    })
}

/// The calls of a batch: the key of each, and its command or why there is none.
struct Batch(Vec<(JsString, Result<String, Error>)>);

impl Batch {
    fn read(calls: &JsValue) -> Self {
        let mut batch = Vec::new();
        for key in keys("calls", calls).unwrap_or_default().iter() {
            let call = Reflect::get(calls, &key).unwrap_or_default();
            let key: JsString = key.unchecked_into();
            let command = batch_command(&String::from(&key), &call);
            batch.push((key, command));
        }
        Self(batch)
    }

    fn command(&self, halt: bool) -> Result<Command, Error> {
        let mut list = Params::new();
        for (key, command) in &self.0 {
            if let Ok(command) = command {
                list.push((sendable("key", key)?, command.as_str().into()));
            }
        }
        if list.is_empty() {
            return Err(Error::invalid(
                "`calls` is a list or an object of `[method, params]`",
            ));
        }
        Ok(Command::new("batch")
            .with("halt", i64::from(halt))
            .with("cmd", Value::Map(list)))
    }
}

/// A call as a batch's command.
fn batch_command(key: &str, call: &JsValue) -> Result<String, Error> {
    let (method, given) = match is_list("calls", call)? {
        true => ("0", "1"),
        false => ("method", "params"),
    };
    let method = member(call, method).unwrap_or_default();
    if !method.is_truthy() {
        return Err(Error::invalid(format!(
            "entry `{key}` of `calls` names no method: give `[method, params]`"
        )));
    }
    let query = encode_params(&params("params", &member(call, given)?)?);
    Ok(format!("{}?{query}", method_name(&method)?))
}

/// How one call of a batch ended; nothing for one that was not made after a halt. A batch that
/// failed as a whole failed for each of them.
fn outcome_of(whole: &Outcome<JsBody>, key: &str) -> Option<Outcome<JsBody>> {
    if whole.result.is_err() {
        return Some(whole.clone());
    }
    let all = whole.body.as_ref()?.get("result")?;
    let part = |name: &str| all.get(name)?.get(key);
    if let Some(refused) = part("result_error").filter(JsBody::is_truthy) {
        let error = Error::new(
            refused.text("error").as_str(),
            refused.text("error_description"),
        );
        let argument = refused
            .get("argument")
            .and_then(|argument| argument.as_text());
        let error = error.with_status(whole.status).with_argument(argument);
        return Some(Outcome {
            result: Err(error),
            status: whole.status,
            body: Some(refused),
        });
    }
    let mut own = JsBody::object();
    own.set("result", part("result")?);
    for (name, list) in [
        ("total", "result_total"),
        ("next", "result_next"),
        ("time", "result_time"),
    ] {
        own.set(name, part(list).unwrap_or_default());
    }
    Some(Outcome {
        result: Ok(Success::default()),
        status: whole.status,
        body: Some(own),
    })
}

pub(super) fn method_name(method: &JsValue) -> Result<String, Error> {
    match method.dyn_ref::<JsString>() {
        Some(name) if method.is_truthy() => sendable("method", name),
        _ => Err(Error::invalid(
            "`method` is a method's name, like `event.get`",
        )),
    }
}

#[derive(Serialize)]
struct FrameAuth {
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<f64>,
    domain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<String>,
}

/// The frame's token; false before the handshake and after its end.
#[wasm_bindgen(js_name = getAuth, skip_typescript)]
pub fn get_auth() -> JsValue {
    let auth = || {
        let account = account().ok()?;
        let token = account.executor.token(account.credential)?;
        Some(plain(&FrameAuth {
            access_token: token.value,
            expires_in: token.expires_at,
            domain: account.executor.domain(),
            member_id: init_member("MEMBER_ID").as_string(),
        }))
    };
    auth().unwrap_or(JsValue::FALSE)
}

/// Gets a new token; rejects with `REFRESH_FAILED`.
#[wasm_bindgen(js_name = refreshAuth, skip_typescript)]
pub fn refresh_auth(callback: JsValue) -> Promise {
    let account = account();
    promise(async move {
        account?.refresh().await?;
        let auth = get_auth();
        notify(&callback, std::slice::from_ref(&auth));
        Ok(auth)
    })
}

/// Whether the user may manage the app, as the frame says; false before the handshake.
#[wasm_bindgen(js_name = isAdmin, skip_typescript)]
pub fn is_admin() -> bool {
    init_member("IS_ADMIN").as_bool() == Some(true)
}

/// The portal's language; undefined before the handshake.
#[wasm_bindgen(js_name = getLang, skip_typescript)]
pub fn get_lang() -> JsValue {
    init_member("LANG")
}

/// The portal's host; undefined outside a frame.
#[wasm_bindgen(js_name = getDomain, skip_typescript)]
pub fn get_domain() -> Option<String> {
    Some(account().ok()?.executor.domain())
}

/// Ends the installation, when the calls made before are over; does nothing outside the install
/// page.
///
/// # Errors
/// Throws a `Bx24Error` outside a portal.
#[wasm_bindgen(js_name = installFinish, skip_typescript)]
pub fn install_finish() -> Result<(), JsValue> {
    if init_member("INSTALL").is_truthy() {
        let account = account().map_err(|error| to_js(&error))?;
        let finished = finish_installation(&account.executor, timeout());
        spawn_local(async {
            let _ = finished.await; // the parent page was there a moment ago
        });
    }
    Ok(())
}

/// A member of what the portal's page told the app with its token; undefined before that.
fn init_member(name: &str) -> JsValue {
    let init_data = account().map(|account| account.executor.init_data());
    let member = init_data.map(|init_data| JsBody(init_data).get(name));
    member.ok().flatten().unwrap_or_default().0
}
