//! Handlers, options and faults that the tests are made of.

use bx24_protocol::handlers::handler::{EventType, Handler};
use bx24_protocol::handlers::plan::{Prune, SyncOptions};

use crate::runner::Fault;

pub const BUSY: Fault =
    fault("Unable to set event handler: Process of binding the handler has already started");
pub const BROKEN: Fault = fault("something that no repeat helps");

const fn fault(text: &'static str) -> Fault {
    Fault {
        executed: false,
        code: "ERROR_CORE",
        text,
    }
}

pub fn prune() -> SyncOptions {
    SyncOptions {
        prune: Prune::All,
        ..SyncOptions::default()
    }
}

pub fn online(event: &str, url: &str) -> Handler {
    Handler {
        event: event.into(),
        handler: Some(url.into()),
        ..Handler::default()
    }
}

pub fn offline(event: &str, connector: &str) -> Handler {
    Handler {
        event: event.into(),
        event_type: EventType::Offline,
        auth_connector: Some(connector.into()),
        ..Handler::default()
    }
}

pub fn handler(url: &str) -> Handler {
    online("ONCRMLEADADD", url)
}

/// So many handlers, each with a URL of its own.
pub fn numbered(count: usize) -> Vec<Handler> {
    (0..count)
        .map(|n| handler(&["https://x.y/", &n.to_string()].concat()))
        .collect()
}

/// The same, to be bound anew.
pub fn rebound(count: usize) -> Vec<Handler> {
    let mut handlers = numbered(count);
    handlers.iter_mut().for_each(|one| one.rebind = true);
    handlers
}
