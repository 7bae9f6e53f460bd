//! The client: `connect()` and what it gives. Converts and delegates.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::given::{batches, events, fields, options, settled, string};
use super::handler::{list, one, read_plan};
use super::how::{How, call_options, sync_options};
use super::outcome::{self, findings, handlers, page, plan, report, texts, unbound};
use super::report::error;
use crate::browser::object::{get, object, set, set_text, tell};
use crate::browser::plan::{Done, Job, rows, texts as codes};
use crate::browser::portal::{CallOptions, Portal, bound, connect as connect_portal};
use crate::browser::promise::spawn;
use crate::browser::queue::{Reserved, Walk};
use crate::browser::runner::Reply;
use crate::core::Error;
use crate::core::command::Command;
use crate::core::offline::{self, CLEAR, ERROR};

type Answer = Result<JsValue, Error>;

/// What JavaScript holds, as a function of a method's name, its arguments, and the two functions
/// that settle its promise: one path serves all methods, and nothing has to be freed.
#[derive(Clone)]
enum Held {
    Portal(Rc<Portal>),
    Walk(Rc<Walk>),
    Reserved(Rc<Reserved>),
}

/// Connects to a portal; resolves to `{ domain, userIsAdmin, memberId, call }`.
#[wasm_bindgen(skip_typescript)]
pub fn connect(given: JsValue, resolve: Function, reject: Function) {
    settle(Box::pin(connected(given)), resolve, reject);
}

async fn connected(given: JsValue) -> Answer {
    let portal = connect_portal(options(&given)?).await?;
    let out = object();
    let init = portal.init_data();
    set_text(&out, "domain", &portal.domain());
    set(&out, "userIsAdmin", &get(&init, "IS_ADMIN"));
    set(&out, "memberId", &get(&init, "MEMBER_ID"));
    set(&out, "call", &Held::Portal(Rc::new(portal)).function());
    Ok(out)
}

fn settle(answer: Pin<Box<dyn Future<Output = Answer>>>, resolve: Function, reject: Function) {
    spawn(Box::pin(async move {
        match answer.await {
            Ok(value) => tell(&resolve, &value),
            Err(failed) => tell(&reject, &error(&failed)),
        }
    }));
}

impl Held {
    fn function(self) -> JsValue {
        let call = move |name: String, given: Array, resolve: Function, reject: Function| {
            if let (Self::Portal(portal), "destroy") = (&self, name.as_str()) {
                portal.destroy(); // at once: what is called after it has to find it done
            }
            settle(Box::pin(self.clone().answer(name, given)), resolve, reject);
        };
        Closure::<dyn Fn(String, Array, Function, Function)>::new(call).into_js_value()
    }

    async fn answer(self, name: String, given: Array) -> Answer {
        let (first, second, third) = (given.get(0), given.get(1), given.get(2));
        match self {
            Self::Portal(portal) => match name.as_str() {
                "plan" | "sync" | "moveHandlers" | "diagnose" => {
                    install(&portal, &name, &first, &second, &third).await
                }
                _ => ask(&portal, &name, &first, &second).await,
            },
            Self::Walk(walk) => {
                let reserved = walk.next().await?;
                Ok(reserved.map_or(JsValue::UNDEFINED, reservation))
            }
            Self::Reserved(reserved) => {
                let ids = super::given::message_ids(&first)?;
                match name.as_str() {
                    "done" => reserved.done(ids.as_deref()).await?,
                    _ => reserved.fail(&ids.unwrap_or_default()).await?,
                }
                Ok(JsValue::UNDEFINED)
            }
        }
    }
}

/// `{ processId, events, call }`.
fn reservation(reserved: Reserved) -> JsValue {
    let out = object();
    set_text(&out, "processId", &reserved.process_id());
    set(&out, "events", &reserved.events);
    set(&out, "call", &Held::Reserved(Rc::new(reserved)).function());
    out
}

/// The methods that set a whole list of handlers up.
async fn install(
    portal: &Portal,
    name: &str,
    first: &JsValue,
    second: &JsValue,
    third: &JsValue,
) -> Answer {
    let (from, to, wanted);
    let mut how = How::default();
    let job = match name {
        "diagnose" => Job::Diagnose,
        "moveHandlers" => {
            from = string("fromBaseUrl", first)?;
            to = string("toBaseUrl", second)?;
            how = sync_options(third)?;
            Job::Move(&from, &to)
        }
        _ => {
            how = sync_options(second)?;
            if name == "sync" && !Array::is_array(first) {
                Job::CarryOut(read_plan(first)?)
            } else {
                wanted = list(first, how.sync.match_user)?;
                match name {
                    "plan" => Job::Plan(&wanted),
                    _ => Job::Bring(&wanted),
                }
            }
        }
    };
    let told = how.on_progress.as_ref();
    let done = portal.install(job, &how.sync, &how.call, told).await?;
    Ok(match done {
        Done::Findings(found) => findings(&found),
        Done::Plan(made) | Done::Carry(made) => plan(&made),
        Done::Report(done) => report(&done),
    })
}

/// The methods that are one call, or none.
async fn ask(portal: &Rc<Portal>, name: &str, first: &JsValue, second: &JsValue) -> Answer {
    let mut connector = None;
    let mut options = CallOptions::default();
    let command = match name {
        "bind" | "unbind" => {
            let handler = one(first)?;
            options = call_options(second)?;
            connector = handler.connector().map(str::to_owned);
            match name {
                "bind" => handler.bind(),
                _ => handler.unbind(portal.user().await?),
            }
        }
        "handlers" => {
            options = call_options(first)?;
            Command::new("event.get", Vec::new())
        }
        "offlineError" => {
            let (process_id, ids, connector) = settled(first)?;
            let ids = ids.unwrap_or_default();
            let command = offline::settle(ERROR, &process_id, Some(&ids), connector.as_deref())?;
            let Some(command) = command else {
                return Ok(JsValue::UNDEFINED);
            };
            portal.reserved(&process_id, &ids, connector).await?;
            command
        }
        _ => match command(portal, name, first)? {
            Ok(command) => command,
            Err(done) => return Ok(done),
        },
    };
    let reply = portal.call(command, connector.as_deref(), &options).await;
    read(name, reply)
}

/// What is called; where nothing is, what the method resolves to.
fn command(
    portal: &Rc<Portal>,
    name: &str,
    given: &JsValue,
) -> Result<Result<Command, JsValue>, Error> {
    Ok(Ok(match name {
        "events" => {
            let (scope, full) = events(given)?;
            Command::events(scope.as_deref(), full)
        }
        "test" => Command::new("event.test", fields(given)?),
        "offlineGet" => offline::get(fields(given)?)?,
        "offlineList" => offline::list(fields(given)?)?,
        "offlineClear" => {
            let (process_id, ids, connector) = settled(given)?;
            let ids = ids.as_deref();
            match offline::settle(CLEAR, &process_id, ids, connector.as_deref())? {
                Some(command) => command,
                None => return Ok(Err(JsValue::UNDEFINED)),
            }
        }
        "walk" => {
            let walk = Walk::new(Rc::clone(portal), batches(given)?);
            return Ok(Err(Held::Walk(Rc::new(walk)).function()));
        }
        "installFinish" => {
            portal.install_finish()?;
            return Ok(Err(JsValue::UNDEFINED));
        }
        _ => return Ok(Err(JsValue::UNDEFINED)),
    }))
}

/// What a method resolves to after its call.
fn read(name: &str, reply: Reply) -> Answer {
    if name == "bind" {
        let (success, reply) = bound(reply)?;
        return Ok(outcome::bound(success, &reply.answer));
    }
    let success = reply.outcome?;
    let result = get(&reply.answer, "result");
    Ok(match name {
        "unbind" => unbound(success, &reply.answer),
        "handlers" => handlers(&rows(&result)),
        "events" => texts(&codes(&result)),
        "offlineGet" => result,
        "offlineList" => page(&reply.answer),
        _ => JsValue::UNDEFINED,
    })
}
