//! Arguments of the client's methods, checked: `INVALID_ARGUMENT` for unknown names and for
//! wrong values.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::fields::{Fields, is_given, wrong};
use super::handler::whole;
use super::options::{Common, NAMES};
use crate::browser::object::list;
use crate::browser::portal::{Auth, Options};
use crate::browser::value::params;
use bx24_protocol::Error;
use bx24_protocol::offline::reader::Batches;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Params;

/// What `events` asks.
pub fn events(filter: &JsValue) -> Result<Command, Error> {
    let mut fields = Fields::of(filter, &["scope", "full"]);
    let scope = fields.string("scope");
    let full = fields.boolean("full", false);
    fields.end(Command::events(scope.as_deref(), full))
}

/// Options of a request to the queue, the data of a test, or parameters of any method.
pub fn fields(name: &str, given: &JsValue) -> Result<Params, Error> {
    if is_given(name, given)? {
        params(given)
    } else {
        Ok(Vec::new())
    }
}

/// What `connect` needs to know.
pub fn options(given: &JsValue) -> Result<Options, Error> {
    let mut fields = Fields::of(given, &NAMES);
    let mut common = Common::NONE;
    common.read(&mut fields);
    let auth = auth(&mut fields);
    fields.end(Options {
        auth,
        settings: common.settings,
        signal: common.signal,
        on_retry: common.on_retry,
    })
}

fn auth(fields: &mut Fields<'_>) -> Auth {
    let (domain, token) = (fields.string("domain"), fields.string("accessToken"));
    let (webhook, refresh) = (fields.string("webhook"), fields.function("refresh"));
    match (webhook, domain, token) {
        (Some(webhook), None, None) => return Auth::Webhook(webhook),
        (None, Some(domain), Some(access_token)) => {
            return Auth::Token {
                domain,
                access_token,
                refresh,
            };
        }
        (None, None, None) => {}
        _ => fields.fail(Error::invalid(
            "give `domain` and `accessToken`, or `webhook`, or none in a frame",
            &[],
        )),
    }
    Auth::Frame
}

/// A process id, its message ids, and the queue's connector.
pub struct Settled {
    /// Names the reservation.
    pub process_id: String,
    /// The messages; nothing: all of them.
    pub ids: Option<Vec<String>>,
    /// The queue.
    pub connector: Option<String>,
}

/// What a part of a reservation is named by.
pub fn settled(what: &JsValue) -> Result<Settled, Error> {
    let mut fields = Fields::of(what, &["processId", "messageIds", "connector"]);
    let read = Settled {
        process_id: fields.string("processId").unwrap_or_default(),
        ids: ids(&mut fields, "messageIds"),
        connector: fields.string("connector"),
    };
    fields.end(read)
}

fn ids(fields: &mut Fields<'_>, name: &str) -> Option<Vec<String>> {
    match message_ids(&fields.get(name)) {
        Ok(ids) => ids,
        Err(error) => {
            fields.fail(error);
            None
        }
    }
}

/// Message ids; nothing where they are undefined.
pub fn message_ids(given: &JsValue) -> Result<Option<Vec<String>>, Error> {
    if given.is_undefined() {
        return Ok(None);
    }
    let mut ids = Vec::new();
    let mut right = Array::is_array(given);
    for id in list(given).iter() {
        let id = id.as_string();
        right &= id.is_some();
        ids.push(id.unwrap_or_default());
    }
    match right {
        true => Ok(Some(ids)),
        false => Err(Error::invalid("message ids are a list of strings", &[])),
    }
}

/// A walk through the queue.
pub fn batches(options: &JsValue) -> Result<Batches, Error> {
    let mut fields = Fields::of(options, &["size", "poll", "connector", "resume"]);
    let size = fields.get("size");
    let size = match size.is_undefined() {
        true => 50.0,
        false => size.as_f64().filter(|size| whole(*size)).unwrap_or(0.0),
    };
    let given = fields.get("poll");
    let poll = given.as_f64().filter(|ms| *ms > 0.0);
    if poll.is_none() && !given.is_undefined() {
        fields.fail(wrong("poll", "a number of milliseconds above 0"));
    }
    let connector = fields.string("connector");
    let resume = ids(&mut fields, "resume").unwrap_or_default();
    fields.end(())?;
    Batches::new(resume, size as i64, connector, poll)
}
