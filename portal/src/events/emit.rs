//! Which handlers get an event.

use std::sync::Arc;

use rusqlite::{Connection, Result};

use super::deliver::deliver;
use super::enqueue::{fill, notify, takes};
use super::{Effects, Event};
use crate::portal::Portal;
use crate::store::handlers::{self, Handler};

/// Posts the event to its online handlers and queues it for the offline ones.
pub fn emit(portal: &Arc<Portal>, event: &Event) -> Result<Effects> {
    let mut emission = Emission::of(portal, event)?;
    portal.store.transaction(|db| emission.queue(db))?;
    emission.deliver(portal)
}

/// An event and its handlers of now, in two steps: what is saved with the change that causes the
/// event, and what follows once it is saved.
pub struct Emission<'a> {
    event: &'a Event,
    online: Vec<Handler>,
    offline: Vec<Handler>,
    /// The applications whose queue got a new row.
    grown: Vec<String>,
}

impl<'a> Emission<'a> {
    /// Finds the handlers. A chain of events that is too long has none.
    pub fn of(portal: &Portal, event: &'a Event) -> Result<Self> {
        let only = event.application.as_deref();
        let find = |db: &Connection| handlers::of_event(db, &event.code, only);
        let found = match event.depth {
            ..=0 => Vec::new(),
            _ => portal.store.with(find)?,
        };
        let (mut offline, online): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|handler| handler.offline);
        offline.retain(|handler| takes(portal, event, handler));
        Ok(Self {
            event,
            online,
            offline,
            grown: Vec::new(),
        })
    }

    /// Queues the event for its offline handlers. To be run in a transaction.
    pub fn queue(&mut self, db: &Connection) -> Result<()> {
        self.grown = fill(db, self.event, &self.offline)?;
        Ok(())
    }

    /// Posts it to its online handlers, and notifies the applications whose queue has grown.
    pub fn deliver(self, portal: &Arc<Portal>) -> Result<Effects> {
        let mut effects = Effects {
            event_id: portal.next_event(),
            queued: self.offline.len(),
            ..Effects::default()
        };
        for handler in self.online {
            deliver(portal, self.event, handler, &mut effects)?;
        }
        for application in &self.grown {
            notify(portal, self.event, application, &mut effects)?;
        }
        Ok(effects)
    }
}
