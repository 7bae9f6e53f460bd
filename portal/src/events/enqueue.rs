//! Offline events (contract §3.6), and the notification that there are new ones (§9.4).

use std::sync::Arc;
use std::time::Instant;

use rusqlite::{Connection, Result};
use serde_json::Value;

use super::deliver::{blocked, deliver};
use super::{Cause, Effects, Event};
use crate::portal::Portal;
use crate::store::Queue;
use crate::store::handlers::{self, Handler};
use crate::switches::OwnChanges;

/// Whether the offline handler gets the event.
pub fn takes(portal: &Portal, event: &Event, handler: &Handler) -> bool {
    blocked(portal, &handler.application).is_none() && !is_own(portal, event, handler)
}

/// Adds the event to the queue of each handler. Returns the applications whose queue got a new row.
pub fn fill(db: &Connection, event: &Event, handlers: &[Handler]) -> Result<Vec<String>> {
    let mut grown = Vec::new();
    for handler in handlers {
        let queue = Queue {
            application: &handler.application,
            connector: &handler.connector,
        };
        let new = queue.add(db, &event.code, &event.data, event.user)?;
        if new && !grown.contains(&handler.application) {
            grown.push(handler.application.clone());
        }
    }
    Ok(grown)
}

/// Whether the application caused the event itself with the same connector, and does not get it
/// for that reason (§3.6 rule 3).
fn is_own(portal: &Portal, event: &Event, handler: &Handler) -> bool {
    let own = |cause: &Cause| {
        cause.application == handler.application && cause.connector == handler.connector
    };
    event.cause.as_ref().is_some_and(own) && portal.switches().own_changes == OwnChanges::Skipped
}

/// Posts `ONOFFLINEEVENT` to the application's handlers that have not had one just now.
pub fn notify(
    portal: &Arc<Portal>,
    event: &Event,
    application: &str,
    effects: &mut Effects,
) -> Result<()> {
    let notification = Event {
        code: "ONOFFLINEEVENT".to_owned(),
        data: Value::Null,
        user: event.user,
        application: Some(application.to_owned()),
        cause: None,
        depth: event.depth,
    };
    let handlers = portal
        .store
        .with(|db| handlers::of_event(db, &notification.code, Some(application)))?;
    for handler in handlers {
        if portal.notifications.admit(&handler, Instant::now()) {
            deliver(portal, &notification, handler, effects)?;
        }
    }
    Ok(())
}
