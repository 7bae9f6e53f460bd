//! A portal as Rust code uses it.

mod inner;
mod options;
mod results;
mod walk;

use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::handlers::diagnosis::Diagnosis;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, SyncOptions};
use bx24_protocol::handlers::report::SyncReport;
use bx24_protocol::offline::reader::{Reader, ReaderOptions};
use bx24_protocol::wire::params::Params;

pub use inner::Inner;
pub use options::{Auth, CallOptions, Options};
pub use results::{Bound, Time, Unbound};
pub use walk::{OfflineBatch, Walk};

/// Connects to a portal. In a frame it waits for the portal's page; otherwise nothing is sent yet.
///
/// # Errors
/// `NO_FRAME` outside a portal; `INVALID_ARGUMENT` for an invalid domain or webhook.
///
/// ```no_run
/// # async fn example() -> Result<(), bx24_callbind::Error> {
/// use bx24_callbind::{Auth, Options, connect};
/// let portal = connect(Options::default()).await?; // by the frame
/// let by_webhook = connect(Options {
///     auth: Auth::Webhook("https://portal.bitrix24.com/rest/1/secret/".into()),
///     ..Options::default()
/// })
/// .await?;
/// # Ok(())
/// # }
/// ```
pub async fn connect(options: Options) -> Result<Portal, Error> {
    Ok(Portal(Rc::new(Inner::connect(options).await?)))
}

/// A connected portal. Clones share one connection.
///
/// Dropping the future of a method aborts its call.
#[derive(Clone)]
pub struct Portal(Rc<Inner>);

impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Portal")
            .field("domain", &self.domain())
            .finish_non_exhaustive()
    }
}

impl Portal {
    /// The portal's host, with its port unless 80 or 443.
    #[must_use]
    pub fn domain(&self) -> String {
        self.0.domain()
    }

    /// What the portal's page told the app with its token (contract §8.4), an object such as
    /// `{ LANG: 'en', IS_ADMIN: true, … }`; undefined outside a frame.
    #[must_use]
    pub fn init_data(&self) -> wasm_bindgen::JsValue {
        self.0.init_data()
    }

    /// Binds a handler. If the portal has it already, that is a success with
    /// [`already_bound`](Bound::already_bound).
    ///
    /// # Errors
    /// Errors of the portal, such as `ERROR_EVENT_NOT_FOUND` (contract §3.1); `BAD_ANSWER`,
    /// `NETWORK`, `TIMEOUT`, `ABORTED`, `REFRESH_FAILED`.
    ///
    /// ```no_run
    /// # async fn example(portal: bx24_callbind::Portal) -> Result<(), bx24_callbind::Error> {
    /// use bx24_callbind::Handler;
    /// let handler = Handler {
    ///     event: "ONCRMLEADADD".into(),
    ///     handler: Some("https://example.com/handler/".into()),
    ///     ..Handler::default()
    /// };
    /// let bound = portal.bind(&handler, &Default::default()).await?;
    /// assert!(!bound.already_bound);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn bind(&self, handler: &Handler, options: &CallOptions) -> Result<Bound, Error> {
        let bound = self.0.client_with(options).bind(handler).await;
        bound.map(Into::into)
    }

    /// Unbinds a handler. An administrator who names no user unbinds for all users (contract §3.2).
    ///
    /// # Errors
    /// Errors of the portal; `BAD_ANSWER`, `NETWORK`, `TIMEOUT`, `ABORTED`, `REFRESH_FAILED`.
    pub async fn unbind(&self, handler: &Handler, options: &CallOptions) -> Result<Unbound, Error> {
        let unbound = self.0.client_with(options).unbind(handler).await;
        unbound.map(Into::into)
    }

    /// The handlers that the caller may see, in order of registration: an administrator sees those of
    /// all users (contract §3.3).
    ///
    /// # Errors
    /// As [`Portal::unbind`].
    pub async fn handlers(&self, options: &CallOptions) -> Result<Vec<Handler>, Error> {
        self.0.client_with(options).handlers().await
    }

    /// The codes of the events that can be bound, such as `ONCRMLEADADD`: those of one `scope`, or
    /// else of all granted scopes; with `full`, of all scopes (contract §3.4).
    ///
    /// # Errors
    /// As [`Portal::unbind`].
    pub async fn events(&self, scope: Option<&str>, full: bool) -> Result<Vec<String>, Error> {
        self.0.client().events(scope, full).await
    }

    /// Makes the portal send `ONAPPTEST`, with `query` as its data (contract §3.5).
    ///
    /// # Errors
    /// As [`Portal::unbind`].
    pub async fn test(&self, query: Params) -> Result<(), Error> {
        self.0.client().test(query).await
    }

    /// Compares the wanted handlers with the portal's, in one request. Changes nothing.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if [`Prune::UnderUrl`](crate::Prune) is not an absolute URL; as
    /// [`Portal::unbind`].
    pub async fn plan(
        &self,
        wanted: &[Handler],
        sync: &SyncOptions,
        options: &CallOptions,
    ) -> Result<Plan, Error> {
        self.0.client_with(options).plan(wanted, sync).await
    }

    /// Applies a plan, in batches of 50. `on_progress` is called after every batch with the number of
    /// handlers that are done and the number of all. A repeat changes nothing, and one that was cut
    /// off can be run again.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the portal would refuse some handlers, unless
    /// [`SyncOptions::partial`]. Later failures are in [`SyncReport::failed`].
    ///
    /// ```no_run
    /// # async fn example(
    /// #     portal: bx24_callbind::Portal,
    /// #     wanted: Vec<bx24_callbind::Handler>,
    /// # ) -> Result<(), bx24_callbind::Error> {
    /// use bx24_callbind::{CallOptions, Prune, SyncOptions};
    /// let sync = SyncOptions {
    ///     prune: Prune::UnderUrl("https://example.com/".into()),
    ///     ..SyncOptions::default()
    /// };
    /// let options = CallOptions::default();
    /// let plan = portal.plan(&wanted, &sync, &options).await?;
    /// let report = portal.sync(plan, &sync, &options, |_, _| {}).await?;
    /// assert!(report.failed.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn sync(
        &self,
        plan: Plan,
        sync: &SyncOptions,
        options: &CallOptions,
        on_progress: impl Fn(usize, usize),
    ) -> Result<SyncReport, Error> {
        self.0
            .client_with(options)
            .sync(plan, sync, &on_progress)
            .await
    }

    /// Moves the online handlers below one URL to the same place below another, such as a new
    /// tunnel's. Each old one is unbound when its replacement is bound.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a base that is not an absolute URL; as [`Portal::unbind`].
    pub async fn move_handlers(
        &self,
        from: &str,
        to: &str,
        sync: &SyncOptions,
        options: &CallOptions,
    ) -> Result<SyncReport, Error> {
        self.0
            .client_with(options)
            .move_handlers(from, to, sync, &|_, _| {})
            .await
    }

    /// Finds out why no events arrive.
    ///
    /// # Errors
    /// As [`Portal::unbind`], if nothing could be asked.
    pub async fn diagnose(&self, options: &CallOptions) -> Result<Vec<Diagnosis>, Error> {
        self.0.client_with(options).diagnose().await
    }

    /// Walks through the queue of offline events: reserve, work, acknowledge. Events that are not
    /// acknowledged stay reserved, so that a crash loses nothing.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a size below 1 or an empty process id.
    ///
    /// ```no_run
    /// # async fn example(portal: bx24_callbind::Portal) -> Result<(), bx24_callbind::Error> {
    /// let walk = portal.batches(Default::default())?;
    /// while let Some(batch) = walk.next().await? {
    ///     for id in batch.message_ids() {
    ///         // work, then acknowledge
    ///         batch.done(Some(&[id])).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn batches(&self, options: ReaderOptions) -> Result<Walk, Error> {
        Ok(Walk::new(Rc::clone(&self.0), Reader::new(options)?))
    }

    /// Ends the installation. The portal does not answer: it reloads the page.
    ///
    /// # Errors
    /// `NO_FRAME` outside a portal.
    pub fn install_finish(&self) -> Result<(), Error> {
        self.0.install_finish()
    }

    /// Ends all calls of this client as `ABORTED`, those under way and later ones.
    pub fn destroy(&self) {
        self.0.destroy();
    }
}
