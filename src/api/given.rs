//! Arguments of the client's methods, checked: `INVALID_ARGUMENT` for unknown names and for
//! wrong values.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use super::handler::whole;
use super::options::{Common, boolean, each, function, wrong};
use crate::browser::object::list;
use crate::browser::portal::{Auth, Options};
use crate::browser::value::params;
use crate::core::Error;
use crate::core::batches::Batches;
use crate::core::settings::unknown;
use crate::core::value::Params;

/// The scope of `events`, and whether to list all.
pub fn events(filter: &JsValue) -> Result<(Option<String>, bool), Error> {
    let (mut scope, mut full) = (None, false);
    each(filter, &mut |name, value| {
        match name {
            "scope" => scope = Some(string(name, value)?),
            "full" => full = boolean(name, value)?,
            _ => return Err(unknown(name)),
        }
        Ok(())
    })?;
    Ok((scope, full))
}

/// Options of a request to the queue, or the data of a test.
pub fn fields(options: &JsValue) -> Result<Params, Error> {
    each(options, &mut |_, _| Ok(()))?;
    if options.is_object() {
        params(options)
    } else {
        Ok(Vec::new())
    }
}

/// What `connect` needs to know.
pub fn options(given: &JsValue) -> Result<Options, Error> {
    let (mut domain, mut token, mut webhook) = (None, None, None);
    let mut refresh: Option<Function> = None;
    let common = Common::NONE.read(given, &mut |name, value| {
        match name {
            "domain" => domain = Some(string(name, value)?),
            "accessToken" => token = Some(string(name, value)?),
            "webhook" => webhook = Some(string(name, value)?),
            "refresh" => refresh = Some(function(name, value)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let auth = match (webhook, domain, token) {
        (Some(webhook), None, None) => Auth::Webhook(webhook),
        (None, Some(domain), Some(access_token)) => Auth::Token {
            domain,
            access_token,
            refresh,
        },
        (None, None, None) => Auth::Frame,
        _ => {
            return Err(Error::invalid(
                "give `domain` and `accessToken`, or `webhook` alone, or none of them in a frame",
                &[],
            ));
        }
    };
    Ok(Options {
        auth,
        settings: common.settings,
        signal: common.signal,
        on_retry: common.on_retry,
    })
}

/// A string called `name`.
pub fn string(name: &str, value: &JsValue) -> Result<String, Error> {
    value.as_string().ok_or_else(|| wrong(name, "a string"))
}

/// A process id, its message ids, and the queue's connector.
type Settled = (String, Option<Vec<String>>, Option<String>);

/// What a part of a reservation is named by.
pub fn settled(what: &JsValue) -> Result<Settled, Error> {
    let mut out = (String::new(), None, None);
    each(what, &mut |name, value| {
        match name {
            "processId" => out.0 = string(name, value)?,
            "messageIds" => out.1 = message_ids(value)?,
            "connector" => out.2 = Some(string(name, value)?),
            _ => return Err(unknown(name)),
        }
        Ok(())
    })?;
    Ok(out)
}

/// Message ids; nothing where they are undefined.
pub fn message_ids(given: &JsValue) -> Result<Option<Vec<String>>, Error> {
    if given.is_undefined() {
        return Ok(None);
    }
    let refused = || Error::invalid("message ids are given as a list of strings", &[]);
    if !Array::is_array(given) {
        return Err(refused());
    }
    let mut ids = Vec::new();
    for id in list(given).iter() {
        ids.push(id.as_string().ok_or_else(refused)?);
    }
    Ok(Some(ids))
}

/// A walk through the queue.
pub fn batches(options: &JsValue) -> Result<Batches, Error> {
    let (mut size, mut poll, mut connector, mut resume) = (50, None, None, Vec::new());
    each(options, &mut |name, value| {
        match name {
            "size" => size = value.as_f64().filter(|size| whole(*size)).unwrap_or(0.0) as i64,
            "poll" => {
                let ms = value.as_f64().filter(|ms| *ms > 0.0);
                poll = Some(ms.ok_or_else(|| wrong(name, "a number of milliseconds above 0"))?);
            }
            "connector" => connector = Some(string(name, value)?),
            "resume" => resume = message_ids(value)?.unwrap_or_default(),
            _ => return Err(unknown(name)),
        }
        Ok(())
    })?;
    Batches::new(resume, size, connector, poll)
}
