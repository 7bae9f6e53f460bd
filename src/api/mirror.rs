//! `callBind` and `callUnbind` with BX24.js's names, arguments and answers (contract §7.1).

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::fields::Fields;
use super::options::{Common, SETTINGS};
use super::report::{Asked, error, failure};
use crate::browser::object::tell;
use crate::browser::portal::order;
use crate::browser::runner::{Keeper, Reply, Runner};
use crate::browser::value::from_js;
use bx24_protocol::Error;
use bx24_protocol::calls::retry::Repeat;
use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::wire::encode::pairs;
use bx24_protocol::wire::params::{Params, Value};

thread_local! {
    static OPTIONS: RefCell<Common> = const { RefCell::new(Common::NONE) };
}

/// Whose calls the mirror's are.
const OWNER: u32 = 0;

/// Binds `handler` to `event`; the callback gets the result, whatever it is.
#[wasm_bindgen(js_name = callBind, skip_typescript)]
pub fn call_bind(event: JsValue, handler: JsValue, auth_type: JsValue, callback: JsValue) {
    let auth_type = if auth_type.is_undefined() {
        JsValue::from(0)
    } else {
        auth_type
    };
    let params = arguments(&event, &handler, &auth_type);
    mirrored("event.bind".into(), params, callback);
}

/// Unbinds `handler` from `event`; without `auth_type`, for all users.
#[wasm_bindgen(js_name = callUnbind, skip_typescript)]
pub fn call_unbind(event: JsValue, handler: JsValue, auth_type: JsValue, callback: JsValue) {
    let params = arguments(&event, &handler, &auth_type);
    mirrored("event.unbind".into(), params, callback);
}

/// Calls `resolve` when the portal has answered the handshake, or `reject` with `NO_FRAME`.
#[wasm_bindgen(skip_typescript)]
pub fn init(resolve: Function, reject: Function) {
    granted(Runner::prepare, resolve, reject);
}

/// Asks the frame for a token, and says whether there is one.
pub(super) fn granted(
    ask: fn(&'static Runner, usize, Keeper),
    resolve: Function,
    reject: Function,
) {
    let over = move |failed: Option<Error>| match failed {
        None => tell(&resolve, &JsValue::UNDEFINED),
        Some(failed) => tell(&reject, &error(&failed)),
    };
    match frame() {
        Ok((runner, credential)) => ask(runner, credential, Box::new(over)),
        Err(failed) => over(Some(failed)),
    }
}

/// The portal around this page.
pub(super) fn frame() -> Result<(&'static Runner, usize), Error> {
    Runner::frame(&OPTIONS.with_borrow(|options| options.settings))
}

/// Sets the mirror's settings; the error for a name or a value that is none.
#[wasm_bindgen(skip_typescript)]
pub fn configure(given: JsValue) -> JsValue {
    let mut options = options();
    let mut fields = Fields::of(&given, SETTINGS);
    options.read(&mut fields);
    failure(fields.end(options).map(|read| OPTIONS.set(read)))
}

fn options() -> Common {
    OPTIONS.with_borrow(Clone::clone)
}

fn arguments(event: &JsValue, handler: &JsValue, auth_type: &JsValue) -> Result<Params, Error> {
    let mut params = Params::new();
    argument(&mut params, "event", event, event.is_truthy())?;
    argument(&mut params, "handler", handler, handler.is_truthy())?;
    if !auth_type.is_undefined() {
        argument(&mut params, "auth_type", auth_type, true)?;
    }
    Ok(params)
}

/// Adds an argument, or an empty one: the portal says what it thinks of it.
fn argument(params: &mut Params, name: &str, given: &JsValue, full: bool) -> Result<(), Error> {
    let value = if full {
        from_js(name, given)?
    } else {
        "".into()
    };
    params.push((name.to_owned(), value));
    Ok(())
}

/// Sends a call, or refuses it; the callback is told how it ends.
pub(super) fn mirrored(method: String, params: Result<Params, Error>, callback: JsValue) {
    let asked = Asked {
        method,
        url: String::new(),
        data: Value::Null,
        callback,
    };
    match params.and_then(|params| Ok((params, frame()?))) {
        Ok((params, (runner, credential))) => send(asked, params, runner, credential),
        Err(mut failed) => {
            failed.method.clone_from(&asked.method);
            asked.end(Reply::failed(failed));
        }
    }
}

fn send(mut asked: Asked, params: Params, runner: &'static Runner, credential: usize) {
    let options = options();
    let body = pairs(&params);
    let call = Call {
        owner: OWNER,
        credential,
        method: asked.method.clone(),
        order: order(&asked.method, &body),
        body,
        repeat: Repeat::of(&asked.method),
        connector: None,
        timeout: options.settings.timeout,
        retries: options.settings.retries,
    };
    asked.data = Value::Map(params);
    let then = move |reply| {
        asked.url = runner.url(credential, &asked.method);
        asked.end(reply);
    };
    runner.call(call, options.hooks(), Box::new(then));
}
