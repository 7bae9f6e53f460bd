//! The rest of BX24.js that apps need who swap the script (contract §7.2, §7.6).

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::mirror::{frame, granted, mirrored};
use crate::browser::object::{each, get, object, set};
use crate::browser::runner::Runner;
use crate::browser::value::{params, text};
use crate::core::Error;
use crate::core::encode::pairs;
use crate::core::text::fill;
use crate::core::value::{Params, Value};

/// Calls any method. `given` are its parameters, an object.
#[wasm_bindgen(js_name = callMethod, skip_typescript)]
pub fn call_method(method: JsValue, given: JsValue, callback: JsValue) {
    match name(&method) {
        Ok(method) => mirrored(method, parameters(&given), callback),
        Err(failed) => mirrored(String::new(), Err(failed), callback),
    }
}

/// Calls several methods with one request; `calls` is a list or an object of `[method, params]` or
/// `{ method, params }`. The result is that of the batch as a whole.
#[wasm_bindgen(js_name = callBatch, skip_typescript)]
pub fn call_batch(calls: JsValue, halt: bool, callback: JsValue) {
    mirrored("batch".into(), commands(&calls, halt), callback);
}

/// The token, or false before the handshake and after its end.
#[wasm_bindgen(js_name = getAuth, skip_typescript)]
pub fn get_auth() -> JsValue {
    auth().unwrap_or(JsValue::FALSE)
}

/// Gets a new token; calls one of the two.
#[wasm_bindgen(js_name = refreshAuth, skip_typescript)]
pub fn refresh_auth(resolve: Function, reject: Function) {
    granted(Runner::refresh, resolve, reject);
}

/// What the portal said of the app with the handshake; undefined before.
#[wasm_bindgen(js_name = initData, skip_typescript)]
pub fn init_data() -> JsValue {
    let data = frame().map_or(JsValue::UNDEFINED, |(runner, _)| runner.init());
    let out = object();
    for key in ["LANG", "IS_ADMIN", "INSTALL"] {
        set(&out, key, &get(&data, key));
    }
    out
}

/// The portal's host.
#[wasm_bindgen(js_name = getDomain, skip_typescript)]
pub fn get_domain() -> Option<String> {
    frame().ok().map(|(runner, _)| runner.domain().into())
}

/// Says that the installation is finished.
#[wasm_bindgen(js_name = installFinish, skip_typescript)]
pub fn install_finish() -> Result<(), JsValue> {
    Runner::tell_parent("setInstallFinish").map_err(|failed| super::report::error(&failed))
}

fn auth() -> Option<JsValue> {
    let (runner, credential) = frame().ok()?;
    let (token, expires_at) = runner.token(credential)?;
    let data = runner.init();
    let out = object();
    set(&out, "access_token", &token.into());
    set(&out, "expires_in", &expires_at.into());
    set(&out, "domain", &runner.domain().into());
    set(&out, "member_id", &get(&data, "MEMBER_ID"));
    Some(out)
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

fn parameters(given: &JsValue) -> Result<Params, Error> {
    if given.is_undefined() || *given == JsValue::NULL {
        return Ok(Params::new());
    }
    if given.is_object() && !Array::is_array(given) {
        return params(given);
    }
    Err(Error::invalid("`params` is an object", &[]))
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
                let query = pairs(&parameters(&get(&call, given))?);
                let command = fill("%?%", &[&name(&method)?, &query]);
                list.push((text("key", &key)?, Value::Text(command)));
            }
            Ok(())
        })?;
    }
    if list.is_empty() {
        return Err(Error::invalid(
            "`calls` holds no call: give a list or an object of `[method, params]`",
            &[],
        ));
    }
    Ok(vec![
        ("halt".into(), i64::from(halt).into()),
        ("cmd".into(), Value::Map(list)),
    ])
}
