//! Which handlers get an event.

use std::sync::Arc;

use rusqlite::Result;

use super::Event;
use super::deliver::deliver;
use super::enqueue::enqueue;
use crate::portal::Portal;
use crate::store::handlers;

/// Posts the event to its online handlers and queues it for the offline ones.
/// Returns the number of deliveries begun.
pub fn emit(portal: &Arc<Portal>, event: &Event) -> Result<usize> {
    if event.depth <= 0 {
        return Ok(0);
    }
    let only = event.application.as_deref();
    let handlers = portal
        .store
        .with(|db| handlers::of_event(db, &event.code, only))?;
    let (offline, online): (Vec<_>, Vec<_>) =
        handlers.into_iter().partition(|handler| handler.offline);
    let mut begun = 0;
    for handler in online {
        begun += usize::from(deliver(portal, event, handler)?);
    }
    Ok(begun + enqueue(portal, event, &offline)?)
}
