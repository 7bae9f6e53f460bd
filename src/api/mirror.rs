//! `callBind` and `callUnbind` with BX24.js's names, arguments and answers (contract §7.1).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::options::Common;
use super::report::{Query, end, error};
use crate::browser::portal::order;
use crate::browser::runner::{Reply, Runner};
use crate::browser::value::from_js;
use crate::core::Error;
use crate::core::dispatch::Call;
use crate::core::encode::pairs;
use crate::core::policy::Repeat;
use crate::core::value::{Params, Value};

thread_local! {
    static OPTIONS: RefCell<Common> = RefCell::default();
}

/// Whose calls the mirror's are.
const OWNER: u32 = 0;

/// Binds `handler` to `event`. The promise never rejects; the callback gets the same result.
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
    mirrored(
        "event.bind".into(),
        arguments(&event, &handler, &auth_type),
        callback,
    )
}

/// Unbinds `handler` from `event`; without `auth_type`, for all users.
#[wasm_bindgen(js_name = callUnbind, skip_typescript)]
pub fn call_unbind(
    event: JsValue,
    handler: JsValue,
    auth_type: JsValue,
    callback: JsValue,
) -> Promise {
    mirrored(
        "event.unbind".into(),
        arguments(&event, &handler, &auth_type),
        callback,
    )
}

/// Resolves when the portal has answered the handshake; rejects with `NO_FRAME`.
#[wasm_bindgen(skip_typescript)]
pub fn init() -> Promise {
    granted(Runner::prepare)
}

/// A promise that `ask`, given the frame, settles.
pub(super) fn granted(ask: impl Fn(&Rc<Runner>, usize, Box<dyn FnOnce(Option<Error>)>)) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let over = Box::new(move |failed: Option<Error>| {
            let _ = match failed {
                None => resolve.call0(&JsValue::UNDEFINED),
                Some(failed) => reject.call1(&JsValue::UNDEFINED, &error(&failed)),
            };
        });
        match frame() {
            Ok((runner, credential)) => ask(&runner, credential, over),
            Err(failed) => over(Some(failed)),
        }
    })
}

/// The portal around this page.
pub(super) fn frame() -> Result<(Rc<Runner>, usize), Error> {
    Runner::frame(&options().settings)
}

/// Sets the mirror's settings; throws for a name or a value that is none.
#[wasm_bindgen(skip_typescript)]
pub fn configure(given: JsValue) -> Result<(), JsValue> {
    let read = options().read(&given, |_, _| Ok(false));
    OPTIONS.set(read.map_err(|failed| error(&failed))?);
    Ok(())
}

fn options() -> Common {
    OPTIONS.with_borrow(Clone::clone)
}

fn arguments(event: &JsValue, handler: &JsValue, auth_type: &JsValue) -> Result<Params, Error> {
    let mut params = vec![
        ("event".to_owned(), or_empty("event", event)?),
        ("handler".to_owned(), or_empty("handler", handler)?),
    ];
    if !auth_type.is_undefined() {
        params.push(("auth_type".to_owned(), from_js("auth_type", auth_type)?));
    }
    Ok(params)
}

/// A falsy argument goes out empty, and the portal says what it thinks of it.
fn or_empty(name: &str, value: &JsValue) -> Result<Value, Error> {
    if value.is_falsy() {
        Ok("".into())
    } else {
        from_js(name, value)
    }
}

/// Sends a call, or refuses it, and gives its end to the callback and the promise.
pub(super) fn mirrored(
    method: String,
    params: Result<Params, Error>,
    callback: JsValue,
) -> Promise {
    Promise::new(&mut |resolve, _| {
        let query = Query {
            method: method.clone(),
            url: String::new(),
            data: Value::Null,
        };
        let sent = params
            .clone()
            .and_then(|params| send(query, params, &callback, &resolve));
        if let Err(failed) = sent {
            refuse(&method, failed, callback.clone(), resolve);
        }
    })
}

fn send(
    mut query: Query,
    params: Params,
    callback: &JsValue,
    resolve: &Function,
) -> Result<(), Error> {
    let options = options();
    let (runner, credential) = frame()?;
    let call = Call {
        owner: OWNER,
        credential,
        method: query.method.clone(),
        body: pairs(&params),
        order: order(&query.method, &params),
        repeat: Repeat::of(&query.method),
        connector: None,
        timeout: options.settings.timeout,
        retries: options.settings.retries,
    };
    query.data = Value::Map(params);
    let this = Rc::clone(&runner);
    let (callback, resolve) = (callback.clone(), resolve.clone());
    runner.call(call, options.hooks(), move |reply| {
        query.url = this.url(credential, &query.method);
        end(&resolve, &callback, &query, reply);
    });
    Ok(())
}

/// Ends a call that was not sent, after this turn as any other.
fn refuse(method: &str, mut failed: Error, callback: JsValue, resolve: Function) {
    failed.method = method.into();
    let query = Query {
        method: method.into(),
        url: String::new(),
        data: Value::Null,
    };
    wasm_bindgen_futures::spawn_local(async move {
        end(&resolve, &callback, &query, Reply::failed(failed));
    });
}
