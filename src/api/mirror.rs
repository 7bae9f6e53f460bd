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
    mirrored("event.bind", &event, &handler, &auth_type, callback)
}

/// Unbinds `handler` from `event`; without `auth_type`, for all users.
#[wasm_bindgen(js_name = callUnbind, skip_typescript)]
pub fn call_unbind(
    event: JsValue,
    handler: JsValue,
    auth_type: JsValue,
    callback: JsValue,
) -> Promise {
    mirrored("event.unbind", &event, &handler, &auth_type, callback)
}

/// Resolves when the portal has answered the handshake; rejects with `NO_FRAME`.
#[wasm_bindgen(skip_typescript)]
pub fn init() -> Promise {
    Promise::new(
        &mut |resolve, reject| match Runner::frame(&options().settings) {
            Ok((runner, credential)) => runner.prepare(credential, move |failed| {
                let _ = match failed {
                    None => resolve.call0(&JsValue::UNDEFINED),
                    Some(failed) => reject.call1(&JsValue::UNDEFINED, &error(&failed)),
                };
            }),
            Err(failed) => {
                let _ = reject.call1(&JsValue::UNDEFINED, &error(&failed));
            }
        },
    )
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

fn mirrored(
    method: &'static str,
    event: &JsValue,
    handler: &JsValue,
    auth_type: &JsValue,
    callback: JsValue,
) -> Promise {
    let params = arguments(event, handler, auth_type);
    Promise::new(&mut |resolve, _| match params.clone() {
        Ok(params) => send(method, params, callback.clone(), resolve),
        Err(failed) => refuse(method, failed, callback.clone(), resolve),
    })
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

fn send(method: &'static str, params: Params, callback: JsValue, resolve: Function) {
    let options = options();
    let settings = &options.settings;
    let (runner, credential) = match Runner::frame(settings) {
        Ok(found) => found,
        Err(failed) => return refuse(method, failed, callback, resolve),
    };
    let call = Call {
        owner: OWNER,
        credential,
        method: method.into(),
        body: pairs(&params),
        order: order(&params),
        repeat: Repeat::of(method),
        connector: None,
        timeout: settings.timeout,
        retries: settings.retries,
    };
    let this = Rc::clone(&runner);
    runner.call(call, options.hooks(), move |reply| {
        let url = this.url(credential, method);
        end(
            &resolve,
            &callback,
            &Query {
                method,
                url,
                data: Value::Map(params),
            },
            reply,
        );
    });
}

/// Ends a call that was not sent, after this turn as any other.
fn refuse(method: &'static str, mut failed: Error, callback: JsValue, resolve: Function) {
    failed.method = method.into();
    wasm_bindgen_futures::spawn_local(async move {
        let query = Query {
            method,
            url: String::new(),
            data: Value::Null,
        };
        let reply = Reply {
            outcome: Err(failed),
            status: 0,
            answer: JsValue::UNDEFINED,
        };
        end(&resolve, &callback, &query, reply);
    });
}
