//! The rest of BX24.js that apps need who swap the script (contract §7.2, §7.6).

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::given::fields;
use super::mirror::{frame, granted, mirrored};
use super::report::failure;
use crate::browser::object::{each, get, object, set, set_text};
use crate::browser::runner::Runner;
use crate::browser::value::text;
use bx24_protocol::Error;
use bx24_protocol::text::fill;
use bx24_protocol::wire::encode::pairs;
use bx24_protocol::wire::params::{Params, Value};

/// Calls any method. `given` are its parameters, an object.
#[wasm_bindgen(js_name = callMethod, skip_typescript)]
pub fn call_method(method: JsValue, given: JsValue, callback: JsValue) {
    match name(&method) {
        Ok(method) => mirrored(method, fields("params", &given), callback),
        Err(failed) => mirrored(String::new(), Err(failed), callback),
    }
}

/// Calls several methods with one request; `calls` is a list or an object of `[method, params]` or
/// `{ method, params }`. The result is that of the batch as a whole.
#[wasm_bindgen(js_name = callBatch, skip_typescript)]
pub fn call_batch(calls: JsValue, halt: bool, callback: JsValue) {
    mirrored("batch".into(), commands(&calls, halt), callback);
}

/// Gets a new token; calls one of the two.
#[wasm_bindgen(js_name = refreshAuth, skip_typescript)]
pub fn refresh_auth(resolve: Function, reject: Function) {
    granted(Runner::refresh, resolve, reject);
}

/// What is known of the portal around this page: its `domain`; after the handshake what it said of
/// the app, `init`; while there is a token, `access_token` and `expires_in`.
#[wasm_bindgen(skip_typescript)]
pub fn known() -> JsValue {
    let out = object();
    if let Ok((runner, credential)) = frame() {
        set_text(&out, "domain", runner.domain());
        set(&out, "init", runner.init());
        if let Some((token, expires_at)) = runner.token(credential) {
            set_text(&out, "access_token", &token);
            set(&out, "expires_in", expires_at.into());
        }
    }
    out
}

/// Says that the installation is finished; the error if that cannot be said.
#[wasm_bindgen(js_name = installFinish, skip_typescript)]
pub fn install_finish() -> JsValue {
    failure(Runner::tell_parent("setInstallFinish"))
}

fn name(method: &JsValue) -> Result<String, Error> {
    if method.is_string() && method.is_truthy() {
        return text("method", method);
    }
    Err(Error::invalid(
        "`method` is a method's name, like `event.get`",
        &[],
    ))
}

fn commands(calls: &JsValue, halt: bool) -> Result<Params, Error> {
    let mut list = Params::new();
    if calls.is_object() {
        each(calls, &mut |key, call| {
            let call = call.unwrap_or_default();
            let (method, given) = if Array::is_array(&call) {
                ("0", "1")
            } else {
                ("method", "params")
            };
            let method = get(&call, method);
            if method.is_truthy() {
                let query = pairs(&fields("params", &get(&call, given))?);
                let command = fill("%?%", &[&name(&method)?, &query]);
                list.push((text("key", &key)?, Value::Text(command)));
            }
            Ok(())
        })?;
    }
    if list.is_empty() {
        return Err(Error::invalid(
            "`calls` is a list or an object of `[method, params]`",
            &[],
        ));
    }
    Ok(vec![
        ("halt".into(), i64::from(halt).into()),
        ("cmd".into(), Value::Map(list)),
    ])
}
