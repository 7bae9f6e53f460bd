//! The client: `connect()` and what it gives. Converts and delegates.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::handler::{list, one, read_plan, whole};
use super::how::{call_options, sync_options};
use super::options::{Common, boolean, each, function, wrong};
use super::outcome::{findings, handlers, plan, report, texts};
use super::report::error;
use crate::browser::object::{get, list as list_of, object, set};
use crate::browser::portal::{Auth, Options, Portal, connect as connect_portal};
use crate::browser::queue::{Reserved, Walk};
use crate::browser::value::params;
use crate::core::Error;
use crate::core::batches::Batches;
use crate::core::offline::{self, CLEAR};
use crate::core::settings::unknown;

type Answer = Result<JsValue, JsValue>;

/// A connected portal.
#[wasm_bindgen(skip_typescript)]
pub struct Client(Rc<Portal>);

/// Connects to a portal.
#[wasm_bindgen(skip_typescript)]
pub async fn connect(given: JsValue) -> Result<Client, JsValue> {
    let options = options(&given).map_err(thrown)?;
    connect_portal(options)
        .await
        .map(|portal| Client(Rc::new(portal)))
        .map_err(thrown)
}

#[wasm_bindgen]
impl Client {
    /// `{ domain, userIsAdmin, memberId }`.
    #[wasm_bindgen(skip_typescript)]
    pub fn about(&self) -> JsValue {
        let about: JsValue = object();
        let init = self.0.init_data();
        set(&about, "domain", &self.0.domain().into());
        set(&about, "userIsAdmin", &get(&init, "IS_ADMIN"));
        set(&about, "memberId", &get(&init, "MEMBER_ID"));
        about
    }

    /// Binds a handler.
    #[wasm_bindgen(skip_typescript)]
    pub async fn bind(&self, handler: JsValue, options: JsValue) -> Answer {
        let handler = one(&handler).map_err(thrown)?;
        let options = call_options(&options).map_err(thrown)?;
        let (success, reply) = self.0.bind(&handler, &options).await.map_err(thrown)?;
        let out: JsValue = object();
        set(&out, "bound", &JsValue::TRUE);
        set(&out, "alreadyBound", &success.already_bound.into());
        set(&out, "time", &get(&reply.answer, "time"));
        Ok(out)
    }

    /// Unbinds a handler.
    #[wasm_bindgen(skip_typescript)]
    pub async fn unbind(&self, handler: JsValue, options: JsValue) -> Answer {
        let handler = one(&handler).map_err(thrown)?;
        let options = call_options(&options).map_err(thrown)?;
        let (success, reply) = self.0.unbind(&handler, &options).await.map_err(thrown)?;
        let out: JsValue = object();
        set(&out, "count", &get(&get(&reply.answer, "result"), "count"));
        set(&out, "repeated", &success.repeated.into());
        set(&out, "time", &get(&reply.answer, "time"));
        Ok(out)
    }

    /// Lists the handlers.
    #[wasm_bindgen(skip_typescript)]
    pub async fn handlers(&self, options: JsValue) -> Answer {
        let options = call_options(&options).map_err(thrown)?;
        self.0
            .handlers(&options)
            .await
            .map(|rows| handlers(&rows))
            .map_err(thrown)
    }

    /// Lists the event codes.
    #[wasm_bindgen(skip_typescript)]
    pub async fn events(&self, filter: JsValue) -> Answer {
        let (mut scope, mut full) = (None, false);
        let read = each(&filter, &mut |name, value| {
            match name {
                "scope" => scope = Some(string(name, value)?),
                "full" => full = boolean(name, value)?,
                _ => return Err(unknown(name)),
            }
            Ok(())
        });
        read.map_err(thrown)?;
        self.0
            .events(scope.as_deref(), full)
            .await
            .map(|codes| texts(&codes))
            .map_err(thrown)
    }

    /// Fires `ONAPPTEST`.
    #[wasm_bindgen(skip_typescript)]
    pub async fn test(&self, query: JsValue) -> Result<(), JsValue> {
        let query = fields(&query).map_err(thrown)?;
        self.0.test(query).await.map_err(thrown)
    }

    /// Compares wanted handlers with those that are there.
    #[wasm_bindgen(skip_typescript)]
    pub async fn plan(&self, wanted: JsValue, options: JsValue) -> Answer {
        let how = sync_options(&options).map_err(thrown)?;
        let wanted = list(&wanted, how.sync.match_user).map_err(thrown)?;
        let made = self
            .0
            .plan(&wanted, &how.sync, &how.call)
            .await
            .map_err(thrown)?;
        Ok(plan(&made))
    }

    /// Brings the wanted handlers about.
    #[wasm_bindgen(skip_typescript)]
    pub async fn sync(&self, wanted: JsValue, options: JsValue) -> Answer {
        let how = sync_options(&options).map_err(thrown)?;
        let plan = if Array::is_array(&wanted) {
            let wanted = list(&wanted, how.sync.match_user).map_err(thrown)?;
            self.0
                .plan(&wanted, &how.sync, &how.call)
                .await
                .map_err(thrown)?
        } else {
            read_plan(&wanted).map_err(thrown)?
        };
        let done = self
            .0
            .sync(plan, &how.sync, &how.call, how.on_progress.as_ref())
            .await;
        done.map(|done| report(&done)).map_err(thrown)
    }

    /// Moves handlers from one base URL to another.
    #[wasm_bindgen(js_name = moveHandlers, skip_typescript)]
    pub async fn move_handlers(&self, from: JsValue, to: JsValue, options: JsValue) -> Answer {
        let from = string("fromBaseUrl", &from).map_err(thrown)?;
        let to = string("toBaseUrl", &to).map_err(thrown)?;
        let how = sync_options(&options).map_err(thrown)?;
        let done = self
            .0
            .move_handlers(&from, &to, &how.sync, &how.call, how.on_progress.as_ref())
            .await;
        done.map(|done| report(&done)).map_err(thrown)
    }

    /// Says why no events arrive.
    #[wasm_bindgen(skip_typescript)]
    pub async fn diagnose(&self) -> Answer {
        let found = self.0.diagnose(&Default::default()).await;
        found.map(|found| findings(&found)).map_err(thrown)
    }

    /// Says that the installation is finished.
    #[wasm_bindgen(js_name = installFinish, skip_typescript)]
    pub fn install_finish(&self) -> Result<(), JsValue> {
        self.0.install_finish().map_err(thrown)
    }

    /// Ends all calls.
    #[wasm_bindgen(skip_typescript)]
    pub fn destroy(&self) {
        self.0.destroy();
    }

    /// `event.offline.get`; its result.
    #[wasm_bindgen(js_name = offlineGet, skip_typescript)]
    pub async fn offline_get(&self, options: JsValue) -> Answer {
        let command = fields(&options).and_then(offline::get).map_err(thrown)?;
        let answer = self.0.offline(command).await.map_err(thrown)?;
        Ok(get(&answer, "result"))
    }

    /// `event.offline.list`; the portal's body, with `total` and `next`.
    #[wasm_bindgen(js_name = offlineList, skip_typescript)]
    pub async fn offline_list(&self, options: JsValue) -> Answer {
        let command = fields(&options).and_then(offline::list).map_err(thrown)?;
        let answer = self.0.offline(command).await.map_err(thrown)?;
        let out: JsValue = object();
        set(&out, "events", &get(&answer, "result"));
        set(&out, "total", &get(&answer, "total"));
        set(&out, "next", &get(&answer, "next"));
        Ok(out)
    }

    /// `event.offline.clear` of a reservation.
    #[wasm_bindgen(js_name = offlineClear, skip_typescript)]
    pub async fn offline_clear(&self, what: JsValue) -> Result<(), JsValue> {
        let Settled(process_id, ids, connector) = settled(&what).map_err(thrown)?;
        let command = offline::settle(CLEAR, &process_id, ids.as_deref(), connector.as_deref())
            .map_err(thrown)?;
        match command {
            Some(command) => self.0.offline(command).await.map(|_| ()).map_err(thrown),
            None => Ok(()),
        }
    }

    /// `event.offline.error` of a reservation.
    #[wasm_bindgen(js_name = offlineError, skip_typescript)]
    pub async fn offline_error(&self, what: JsValue) -> Result<(), JsValue> {
        let Settled(process_id, ids, connector) = settled(&what).map_err(thrown)?;
        self.0
            .offline_error(&process_id, &ids.unwrap_or_default(), connector)
            .await
            .map_err(thrown)
    }

    /// A walk through the queue.
    #[wasm_bindgen(skip_typescript)]
    pub fn walk(&self, options: JsValue) -> Result<QueueWalk, JsValue> {
        let batches = batches(&options).map_err(thrown)?;
        Ok(QueueWalk(Walk::new(Rc::clone(&self.0), batches)))
    }
}

/// A walk through the queue of offline events.
#[wasm_bindgen(skip_typescript)]
pub struct QueueWalk(Walk);

#[wasm_bindgen]
impl QueueWalk {
    /// The next batch; undefined at the end.
    #[wasm_bindgen(skip_typescript)]
    pub async fn next(&self) -> Result<Option<ReservedBatch>, JsValue> {
        let reserved = self.0.next().await.map_err(thrown)?;
        Ok(reserved.map(ReservedBatch))
    }
}

/// Events reserved for one consumer.
#[wasm_bindgen(skip_typescript)]
pub struct ReservedBatch(Reserved);

#[wasm_bindgen]
impl ReservedBatch {
    /// `{ processId, events }`.
    #[wasm_bindgen(skip_typescript)]
    pub fn about(&self) -> JsValue {
        let about: JsValue = object();
        set(&about, "processId", &self.0.process_id().into());
        set(&about, "events", &self.0.events);
        about
    }

    /// Acknowledges messages.
    #[wasm_bindgen(skip_typescript)]
    pub async fn done(&self, ids: JsValue) -> Result<(), JsValue> {
        let ids = message_ids(&ids).map_err(thrown)?;
        self.0.done(ids.as_deref()).await.map_err(thrown)
    }

    /// Marks messages as failed.
    #[wasm_bindgen(skip_typescript)]
    pub async fn fail(&self, ids: JsValue) -> Result<(), JsValue> {
        let ids = message_ids(&ids).map_err(thrown)?.unwrap_or_default();
        self.0.fail(&ids).await.map_err(thrown)
    }
}

fn thrown(failed: Error) -> JsValue {
    error(&failed)
}

fn fields(options: &JsValue) -> Result<crate::core::value::Params, Error> {
    each(options, &mut |_, _| Ok(()))?;
    if options.is_object() {
        params(options)
    } else {
        Ok(Vec::new())
    }
}

fn options(given: &JsValue) -> Result<Options, Error> {
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

pub(super) fn string(name: &str, value: &JsValue) -> Result<String, Error> {
    value.as_string().ok_or_else(|| wrong(name, "a string"))
}

/// A process id, its message ids, and the queue's connector.
struct Settled(String, Option<Vec<String>>, Option<String>);

fn settled(what: &JsValue) -> Result<Settled, Error> {
    let mut out = Settled(String::new(), None, None);
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

fn message_ids(given: &JsValue) -> Result<Option<Vec<String>>, Error> {
    if given.is_undefined() {
        return Ok(None);
    }
    let given_list = list_of(given);
    let ids: Vec<String> = given_list.iter().filter_map(|id| id.as_string()).collect();
    let whole = Array::is_array(given) && ids.len() == given_list.length() as usize;
    if whole {
        Ok(Some(ids))
    } else {
        Err(Error::invalid("message ids are given as a list of strings"))
    }
}

fn batches(options: &JsValue) -> Result<Batches, Error> {
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
