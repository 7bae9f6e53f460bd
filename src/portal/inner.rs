//! A connected client, shared by the Rust and the JavaScript interface.

use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::client::{Caller, Client};
use wasm_bindgen::JsValue;

use super::options::{Auth, CallOptions, Options};
use crate::auth::{account_of_token, account_of_webhook, frame};
use crate::transport::connection::{Connection, Owner};
#[cfg(feature = "js")]
use crate::transport::executor::Executor;

/// A connected client.
pub struct Inner {
    connection: Connection,
    caller: Rc<Caller>,
    is_frame: bool,
}

impl Inner {
    /// Connects; in a frame it waits for the portal's page.
    ///
    /// # Errors
    /// `NO_FRAME` outside a portal; `INVALID_ARGUMENT` for an invalid domain or webhook.
    pub async fn connect(options: Options) -> Result<Self, Error> {
        let settings = options.settings;
        let is_frame = matches!(options.auth, Auth::Frame);
        let is_webhook = matches!(options.auth, Auth::Webhook(_));
        let account = match options.auth {
            Auth::Frame => frame::account(&settings)?,
            Auth::Token {
                domain,
                access_token,
                refresh,
            } => account_of_token(&domain, &access_token, refresh, &settings)?,
            Auth::Webhook(url) => account_of_webhook(&url, &settings)?,
        };
        let ready = account.prepare();
        let connection = Connection {
            account,
            owner: Rc::new(Owner::new()),
            settings,
            signals: options.signal.into_iter().collect(),
            on_retry: options.on_retry,
        };
        connection.unless_aborted(ready).await??;
        Ok(Self {
            connection,
            caller: Rc::new(Caller::new(is_webhook)),
            is_frame,
        })
    }

    /// The portal's calls.
    #[cfg(feature = "js")]
    pub fn executor(&self) -> &Executor {
        &self.connection.account.executor
    }

    /// Milliseconds for a whole call.
    #[cfg(feature = "js")]
    pub fn timeout(&self) -> f64 {
        self.connection.settings.timeout * self.connection.settings.time_scale
    }

    /// The portal's host, with its port unless 80 or 443.
    pub fn domain(&self) -> String {
        self.connection.account.executor.domain()
    }

    /// What the portal's page told the app with its token (contract §8.4); undefined outside a frame.
    pub fn init_data(&self) -> JsValue {
        match self.is_frame {
            true => self.connection.account.executor.init_data(),
            false => JsValue::UNDEFINED,
        }
    }

    /// A client for calls without options of their own.
    pub fn client(&self) -> Client<Connection> {
        Client::new(self.connection.clone(), Rc::clone(&self.caller))
    }

    /// A client for one call with options of its own.
    pub fn client_with(&self, options: &CallOptions) -> Client<Connection> {
        let mut connection = self.connection.clone();
        connection.signals.extend(options.signal.clone());
        if let Some(timeout) = options.timeout {
            connection.settings.timeout = timeout;
        }
        connection.settings.attempt_timeout = options
            .attempt_timeout
            .or(connection.settings.attempt_timeout);
        Client::new(connection, Rc::clone(&self.caller))
    }

    /// Ends the installation. The portal does not answer: it reloads the page.
    ///
    /// # Errors
    /// `NO_FRAME` outside a portal.
    pub fn install_finish(&self) -> Result<(), Error> {
        frame::post_command("setInstallFinish")
    }

    /// Ends all calls of this client as `ABORTED`, those under way and later ones.
    pub fn destroy(&self) {
        self.connection.destroy();
    }
}
