//! Handlers that are being registered at this moment.

use std::collections::HashSet;

use parking_lot::Mutex;
use serde_json::json;

use super::handlers::Handler;

/// The identities (contract §3.1 row 11) of handlers whose registration is under way.
#[derive(Default)]
pub struct PendingBinds(Mutex<HashSet<String>>);

impl PendingBinds {
    /// Begins registering a handler; `None` if the same one is under way.
    pub fn begin(&self, handler: &Handler) -> Option<PendingBind<'_>> {
        let Handler {
            application,
            event,
            handler,
            user,
            connector,
            offline,
            ..
        } = handler;
        let identity = json!([application, event, handler, user, connector, offline]).to_string();
        let first = self.0.lock().insert(identity.clone());
        // made only by the first: dropping one ends the registration
        first.then(|| PendingBind {
            all: self,
            identity,
        })
    }
}

/// One registration under way; dropping it ends it.
pub struct PendingBind<'a> {
    all: &'a PendingBinds,
    identity: String,
}

impl Drop for PendingBind<'_> {
    fn drop(&mut self) {
        self.all.0.lock().remove(&self.identity);
    }
}
