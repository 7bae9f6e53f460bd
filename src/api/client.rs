//! `connect()`, and the portal that it resolves to.

use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::client::Client;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, SyncOptions};
use bx24_protocol::wire::body::Body as _;
use bx24_protocol::wire::command::Command;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::compat::method_name;
use super::input::connect::connect_options;
use super::input::handler::{handler_to_bind, handler_to_unbind, handlers, plan};
use super::input::params::params;
use super::input::queue::event_filter;
use super::input::sync::{JsSyncOptions, call_options, repeatable_call_options, sync_options};
use super::input::value::{is_list, string};
use super::mirror::on_retry;
use super::offline::OfflineQueue;
use super::output::error::plain;
use super::output::object::{bound, progress, report, unbound};
use super::output::promise::{background, promise};
use super::output::result::observe;
use super::under_way::finish_installation;
use crate::portal::{Inner, Options};
use crate::transport::body::JsBody;
use crate::transport::connection::Connection;

/// Connects to a portal.
#[wasm_bindgen(skip_typescript)]
pub fn connect(options: JsValue) -> Promise {
    let read = connect_options(&options);
    promise(async move {
        let (auth, settings) = read?;
        let inner = Inner::connect(Options {
            auth,
            settings: settings.settings,
            signal: settings.signal,
            on_retry: settings.on_retry.map(on_retry),
        });
        Ok(Portal(Rc::new(inner.await?)).into())
    })
}

/// A connected portal.
#[wasm_bindgen(skip_typescript)]
pub struct Portal(Rc<Inner>);

#[wasm_bindgen]
impl Portal {
    /// The portal's host, with its port unless 80 or 443.
    #[wasm_bindgen(getter)]
    pub fn domain(&self) -> String {
        self.0.domain()
    }

    /// Whether the user may manage the app, as the frame says; undefined outside a frame.
    #[wasm_bindgen(getter, js_name = userIsAdmin)]
    pub fn user_is_admin(&self) -> JsValue {
        self.init_member("IS_ADMIN")
    }

    /// The portal's id; undefined outside a frame.
    #[wasm_bindgen(getter, js_name = memberId)]
    pub fn member_id(&self) -> JsValue {
        self.init_member("MEMBER_ID")
    }

    /// The queue of offline events.
    #[wasm_bindgen(getter)]
    pub fn offline(&self) -> OfflineQueue {
        OfflineQueue::new(&self.0)
    }

    /// Binds a handler.
    pub fn bind(&self, handler: JsValue, options: JsValue) -> Promise {
        let read = self.handler_call(handler_to_bind(&handler), &options);
        promise(async move {
            let (handler, client) = read?;
            client.bind(&handler).await.map(bound)
        })
    }

    /// Unbinds a handler.
    pub fn unbind(&self, handler: JsValue, options: JsValue) -> Promise {
        let read = self.handler_call(handler_to_unbind(&handler), &options);
        promise(async move {
            let (handler, client) = read?;
            client.unbind(&handler).await.map(unbound)
        })
    }

    /// Calls any method.
    pub fn call(&self, method: JsValue, given: JsValue, options: JsValue) -> Promise {
        let read = self.method_call(&method, &given, &options);
        promise(async move {
            let (command, repeat, client) = read?;
            let reply = client.call_with(command, repeat).await?;
            Ok(reply.result().unwrap_or_default().0)
        })
    }

    /// The handlers that the caller may see.
    pub fn handlers(&self, options: JsValue) -> Promise {
        let client = call_options(&options).map(|options| self.0.client_with(&options));
        promise(async move { client?.handlers().await.map(|handlers| plain(&handlers)) })
    }

    /// Event codes.
    pub fn events(&self, filter: JsValue) -> Promise {
        let (read, client) = (event_filter(&filter), self.0.client());
        promise(async move {
            let (scope, full) = read?;
            let events = client.events(scope.as_deref(), full).await;
            events.map(|events| plain(&events))
        })
    }

    /// Makes the portal send `ONAPPTEST`.
    pub fn test(&self, query: JsValue) -> Promise {
        let (query, client) = (params("options", &query), self.0.client());
        promise(async move {
            client.test(query?).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Compares the wanted handlers with the portal's.
    pub fn plan(&self, wanted: JsValue, options: JsValue) -> Promise {
        let read = self.sync_call(&options, |options| {
            handlers(&wanted, options.sync.match_user)
        });
        promise(async move {
            let (wanted, options, client) = read?;
            let plan = client.plan(&wanted, &options.sync).await?;
            Ok(plain(&plan))
        })
    }

    /// Applies a list of wanted handlers, or a plan.
    pub fn sync(&self, wanted: JsValue, options: JsValue) -> Promise {
        let read = self.sync_call(&options, |options| Wanted::read(&wanted, &options.sync));
        promise(async move {
            let (wanted, options, client) = read?;
            let plan = match wanted {
                Wanted::Handlers(handlers) => client.plan(&handlers, &options.sync).await?,
                Wanted::Plan(plan) => plan,
            };
            let on_progress = on_progress(options.on_progress);
            let done = client.sync(plan, &options.sync, &on_progress).await?;
            Ok(report(&done))
        })
    }

    /// Moves handlers to another base URL.
    #[wasm_bindgen(js_name = moveHandlers)]
    pub fn move_handlers(&self, from: JsValue, to: JsValue, options: JsValue) -> Promise {
        let read = self.sync_call(&options, |_| {
            Ok((string("fromBaseUrl", &from)?, string("toBaseUrl", &to)?))
        });
        promise(async move {
            let ((from, to), options, client) = read?;
            let on_progress = on_progress(options.on_progress);
            let moved = client.move_handlers(&from, &to, &options.sync, &on_progress);
            Ok(report(&moved.await?))
        })
    }

    /// Finds out why no events arrive.
    pub fn diagnose(&self, options: JsValue) -> Promise {
        let read = self.sync_call(&options, |_| Ok(()));
        promise(async move {
            let (_, _, client) = read?;
            client.diagnose().await.map(|found| plain(&found))
        })
    }

    /// Ends the installation, when the calls made before are over.
    #[wasm_bindgen(js_name = installFinish)]
    pub fn install_finish(&self) -> Promise {
        let finished = finish_installation(self.0.executor(), self.0.timeout());
        background(async { finished.await.map(|()| JsValue::UNDEFINED) })
    }

    /// Ends all calls.
    pub fn destroy(&self) {
        self.0.destroy();
    }
}

impl Portal {
    fn init_member(&self, name: &str) -> JsValue {
        let init_data = JsBody(self.0.init_data());
        init_data.get(name).unwrap_or_default().0
    }

    /// A handler that was read, and the client for one call with it.
    fn handler_call(
        &self,
        handler: Result<Handler, Error>,
        options: &JsValue,
    ) -> Result<(Handler, Client<Connection>), Error> {
        let handler = handler?;
        let options = call_options(options)?;
        Ok((handler, self.0.client_with(&options)))
    }

    /// Reads a method, its parameters and the options of `call`; gives the client for it.
    fn method_call(
        &self,
        method: &JsValue,
        given: &JsValue,
        options: &JsValue,
    ) -> Result<(Command, Option<bool>, Client<Connection>), Error> {
        let command = Command::new(method_name(method)?).with_params(params("params", given)?);
        let (options, repeat) = repeatable_call_options(options)?;
        Ok((command, repeat, self.0.client_with(&options)))
    }

    /// What `read` makes of the other arguments, the options, and the client for calls with them.
    fn sync_call<T>(
        &self,
        options: &JsValue,
        read: impl FnOnce(&JsSyncOptions) -> Result<T, Error>,
    ) -> Result<(T, JsSyncOptions, Client<Connection>), Error> {
        let options = sync_options(options)?;
        let client = self.0.client_with(&options.call);
        Ok((read(&options)?, options, client))
    }
}

/// The first argument of `sync`.
enum Wanted {
    Handlers(Vec<Handler>),
    Plan(Plan),
}

impl Wanted {
    fn read(given: &JsValue, options: &SyncOptions) -> Result<Self, Error> {
        match is_list("handlers", given)? {
            true => handlers(given, options.match_user).map(Self::Handlers),
            false => plan(given).map(Self::Plan),
        }
    }
}

/// A caller's `onProgress`.
fn on_progress(function: Option<Function>) -> impl Fn(usize, usize) {
    move |done, total| {
        if let Some(function) = &function {
            observe(function, &progress(done, total));
        }
    }
}
