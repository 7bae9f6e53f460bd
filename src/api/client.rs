//! The client: `connect()` and what it gives. Converts and delegates.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::fields::string;
use super::given::{batches, events, fields, message_ids, options, settled};
use super::handler::{list, one, read_plan};
use super::how::{call_options, sync_options};
use super::outcome::{self, findings, handlers, plan, report, texts};
use super::report::error;
use crate::browser::callback;
use crate::browser::object::{get, object, set, set_text, tell};
use crate::browser::plan::{Install, Job, rows, texts as codes};
use crate::browser::portal::{CallOptions, Portal, open};
use crate::browser::queue::{Checked, Pulling, Reserved};
use crate::browser::work::{self, Done, One, Work};
use bx24_protocol::Error;
use bx24_protocol::offline::reader::Batches;
use bx24_protocol::offline::requests::{self, CLEAR, ERROR};
use bx24_protocol::wire::command::Command;

/// What JavaScript holds, as a function of a list: a method's number, the two functions that settle
/// its promise, and its arguments. One path serves all methods, and nothing has to be freed.
enum Held {
    Portal,
    Walk(Rc<RefCell<Batches>>),
    Reserved(Reserved),
}

/// What a method begins with.
enum Begun {
    /// This, with these options.
    Work(Box<dyn Work>, CallOptions),
    /// Its end: it resolves to this.
    Over(JsValue),
}

/// Connects to a portal; resolves to `{ domain, userIsAdmin, memberId, call }`.
#[wasm_bindgen(skip_typescript)]
pub fn connect(given: JsValue, resolve: Function, reject: Function) {
    let told = move |end: Result<Portal, Error>| match end {
        Ok(portal) => tell(&resolve, &connected(portal)),
        Err(failed) => tell(&reject, &error(&failed)),
    };
    match options(&given) {
        Ok(options) => open(options, Box::new(told)),
        Err(failed) => told(Err(failed)),
    }
}

fn connected(portal: Portal) -> JsValue {
    let out = object();
    let init = portal.init_data();
    set_text(&out, "domain", &portal.domain());
    set(&out, "userIsAdmin", get(&init, "IS_ADMIN"));
    set(&out, "memberId", get(&init, "MEMBER_ID"));
    set(&out, "call", function(portal, Held::Portal));
    out
}

fn function(portal: Portal, held: Held) -> JsValue {
    let call = move |given: JsValue, _| {
        let given: &Array = given.unchecked_ref();
        let method = Method::of(&given.get(0));
        let resolve: Function = given.get(1).unchecked_into();
        let reject: Function = given.get(2).unchecked_into();
        let here = portal.clone();
        match held.begin(&portal, method, given) {
            Ok(Begun::Over(value)) => tell(&resolve, &value),
            Err(failed) => tell(&reject, &error(&failed)),
            Ok(Begun::Work(work, options)) => {
                let told = move |end| match end {
                    Ok(done) => tell(&resolve, &shown(here, method, done)),
                    Err(failed) => tell(&reject, &error(&failed)),
                };
                work::Job::start(portal.clone(), work, options, Box::new(told));
            }
        }
    };
    callback::function(Box::new(call)).into()
}

/// The methods of what JavaScript holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Bind,
    Unbind,
    Handlers,
    Events,
    Test,
    Plan,
    Sync,
    MoveHandlers,
    Diagnose,
    InstallFinish,
    Destroy,
    OfflineGet,
    OfflineList,
    OfflineClear,
    OfflineError,
    Walk,
    Next,
    Done,
    Fail,
}

/// By their numbers, as src/js/client.js counts them.
const METHODS: [Method; 19] = [
    Method::Bind,
    Method::Unbind,
    Method::Handlers,
    Method::Events,
    Method::Test,
    Method::Plan,
    Method::Sync,
    Method::MoveHandlers,
    Method::Diagnose,
    Method::InstallFinish,
    Method::Destroy,
    Method::OfflineGet,
    Method::OfflineList,
    Method::OfflineClear,
    Method::OfflineError,
    Method::Walk,
    Method::Next,
    Method::Done,
    Method::Fail,
];

impl Method {
    fn of(number: &JsValue) -> Self {
        let number = number.as_f64().unwrap_or_default() as usize;
        METHODS.get(number).copied().unwrap_or(Self::Destroy)
    }
}

impl Held {
    fn begin(&self, portal: &Portal, method: Method, given: &Array) -> Result<Begun, Error> {
        let (first, second, third) = (given.get(3), given.get(4), given.get(5));
        let mut options = CallOptions::default();
        let work: Box<dyn Work> = match self {
            Self::Walk(walk) => Box::new(Pulling::new(walk)),
            Self::Reserved(reserved) => {
                let ids = message_ids(&first)?;
                Box::new(match method {
                    Method::Done => reserved.acknowledge(ids)?,
                    _ => reserved.reject(ids.unwrap_or_default())?,
                })
            }
            Self::Portal => match method {
                Method::Plan | Method::Sync | Method::MoveHandlers | Method::Diagnose => {
                    Box::new(install(method, &first, &second, &third, &mut options)?)
                }
                Method::OfflineError => {
                    let what = settled(&first)?;
                    let ids = what.ids.unwrap_or_default();
                    let connector = what.connector.as_deref();
                    let command = requests::settle(ERROR, &what.process_id, Some(&ids), connector)?;
                    Box::new(Checked::new(what.process_id, what.connector, ids, command))
                }
                _ => match one_call(portal, method, &first, &second, &mut options)? {
                    Ok(one) => Box::new(one),
                    Err(value) => return Ok(Begun::Over(value)),
                },
            },
        };
        Ok(Begun::Work(work, options))
    }
}

/// The methods that set a whole list of handlers up.
fn install(
    method: Method,
    first: &JsValue,
    second: &JsValue,
    third: &JsValue,
    options: &mut CallOptions,
) -> Result<Install, Error> {
    let moves = method == Method::MoveHandlers;
    let how = sync_options(if moves { third } else { second })?;
    *options = how.call;
    let job = match method {
        Method::Diagnose => Job::Diagnose,
        Method::MoveHandlers => {
            Job::Move(string("fromBaseUrl", first)?, string("toBaseUrl", second)?)
        }
        Method::Sync if !Array::is_array(first) => Job::CarryOut(read_plan(first)?),
        _ => {
            let wanted = list(first, how.sync.match_user)?;
            match method {
                Method::Plan => Job::Plan(wanted),
                _ => Job::Bring(wanted),
            }
        }
    };
    Ok(Install::new(job, how.sync, how.on_progress))
}

/// The methods that are one call; where none is needed, what the method resolves to.
fn one_call(
    portal: &Portal,
    method: Method,
    first: &JsValue,
    second: &JsValue,
    options: &mut CallOptions,
) -> Result<Result<One, JsValue>, Error> {
    let command = match method {
        Method::Bind | Method::Unbind => {
            let handler = one(first)?;
            *options = call_options(second)?;
            return Ok(Ok(match method {
                Method::Bind => One::Bind(handler),
                _ => One::Unbind(handler),
            }));
        }
        Method::Handlers => {
            *options = call_options(first)?;
            Command::new("event.get", Vec::new())
        }
        Method::Events => events(first)?,
        Method::Test => Command::new("event.test", fields("options", first)?),
        Method::OfflineGet => requests::get(fields("options", first)?)?,
        Method::OfflineList => requests::list(fields("options", first)?)?,
        Method::OfflineClear => {
            let what = settled(first)?;
            let (ids, connector) = (what.ids.as_deref(), what.connector.as_deref());
            match requests::settle(CLEAR, &what.process_id, ids, connector)? {
                Some(command) => command,
                None => return Ok(Err(JsValue::UNDEFINED)),
            }
        }
        _ => return at_once(portal, method, first).map(Err),
    };
    Ok(Ok(One::Call(command)))
}

/// The methods that need no call.
fn at_once(portal: &Portal, method: Method, first: &JsValue) -> Result<JsValue, Error> {
    match method {
        Method::Walk => {
            let walk = Rc::new(RefCell::new(batches(first)?));
            return Ok(function(portal.clone(), Held::Walk(walk)));
        }
        Method::InstallFinish => portal.install_finish()?,
        _ => portal.destroy(),
    }
    Ok(JsValue::UNDEFINED)
}

/// What a method resolves to, or what the glue makes it of.
fn shown(portal: Portal, method: Method, done: Done) -> JsValue {
    let reply = match done {
        Done::Nothing => return JsValue::UNDEFINED,
        Done::Findings(found) => return findings(&found),
        Done::Plan(made) => return plan(&made),
        Done::Report(done) => return report(&done),
        Done::Reserved(reserved) => return reservation(portal, reserved),
        Done::Reply(reply) => reply,
    };
    match method {
        Method::Handlers => handlers(&rows(&reply.result())),
        Method::Events => texts(&codes(&reply.result())),
        _ => outcome::reply(reply.outcome.unwrap_or_default(), reply.answer),
    }
}

/// `{ processId, events, call }`.
fn reservation(portal: Portal, reserved: Reserved) -> JsValue {
    let out = object();
    set_text(&out, "processId", &reserved.process_id());
    set(&out, "events", reserved.events.clone());
    set(&out, "call", function(portal, Held::Reserved(reserved)));
    out
}
