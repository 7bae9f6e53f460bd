//! Which handlers get an event.

use std::sync::Arc;

use rusqlite::Result;

use super::deliver::deliver;
use super::enqueue::enqueue;
use super::{Effects, Event};
use crate::portal::Portal;
use crate::store::handlers;

/// Posts the event to its online handlers and queues it for the offline ones.
pub fn emit(portal: &Arc<Portal>, event: &Event) -> Result<Effects> {
    let mut effects = Effects {
        event_id: portal.next_event(),
        ..Effects::default()
    };
    if event.depth <= 0 {
        return Ok(effects);
    }
    let only = event.application.as_deref();
    let handlers = portal
        .store
        .with(|db| handlers::of_event(db, &event.code, only))?;
    let (offline, online): (Vec<_>, Vec<_>) =
        handlers.into_iter().partition(|handler| handler.offline);
    for handler in online {
        deliver(portal, event, handler, &mut effects)?;
    }
    enqueue(portal, event, &offline, &mut effects)?;
    Ok(effects)
}
