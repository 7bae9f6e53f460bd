//! What happens in the portal, and who hears of it (contract §9.3, §3.6).

use std::sync::Arc;
use std::time::Instant;

use rusqlite::Result;
use serde_json::Value;

use crate::apps::APPLICATION;
use crate::portal::Portal;
use crate::store::Queue;
use crate::store::handlers::{self, Handler};
use crate::switches::OwnChanges;

/// Something that happens in the portal.
pub struct Happening {
    /// Upper-case code.
    pub event: String,
    pub data: Value,
    /// Who did it; `None`: a robot.
    pub user: Option<i64>,
    /// The only application that hears of it; `None`: all.
    pub application: Option<String>,
    /// The REST call that caused it, if one did.
    pub cause: Option<Cause>,
    /// See [`crate::store::tokens::DEPTH`]; at 0 nothing happens.
    pub depth: i64,
}

/// A REST call that changed something.
pub struct Cause {
    pub application: String,
    pub connector: String,
}

impl Portal {
    /// Sends the event to online handlers and queues it for offline ones.
    /// Gives the number of deliveries begun.
    pub(crate) fn happen(self: &Arc<Self>, happening: &Happening) -> Result<usize> {
        if happening.depth <= 0 {
            return Ok(0);
        }
        let (offline, online): (Vec<_>, Vec<_>) = self
            .listeners(happening)?
            .into_iter()
            .partition(|handler| handler.offline);
        let mut begun = 0;
        for handler in online {
            begun += usize::from(self.deliver(happening, handler)?);
        }
        Ok(begun + self.queue(happening, &offline)?)
    }

    fn listeners(&self, happening: &Happening) -> Result<Vec<Handler>> {
        let mut listeners = self
            .store
            .with(|db| handlers::of_event(db, &happening.event))?;
        if let Some(only) = &happening.application {
            listeners.retain(|handler| handler.application == *only);
        }
        Ok(listeners)
    }

    /// Fills the queues, then notifies the applications whose queue got a new row.
    fn queue(self: &Arc<Self>, happening: &Happening, handlers: &[Handler]) -> Result<usize> {
        let mut grown: Vec<&str> = Vec::new();
        for handler in handlers {
            if self.enqueue(happening, handler)? && !grown.contains(&handler.application.as_str()) {
                grown.push(&handler.application);
            }
        }
        grown
            .into_iter()
            .map(|application| self.notify(happening, application))
            .sum()
    }

    fn enqueue(&self, happening: &Happening, handler: &Handler) -> Result<bool> {
        if self.silence(&handler.application).is_some() || self.is_own(happening, handler) {
            return Ok(false);
        }
        let queue = Queue {
            application: &handler.application,
            connector: &handler.connector,
        };
        let Happening {
            event, data, user, ..
        } = happening;
        self.store.with(|db| queue.add(db, event, data, *user))
    }

    /// Rule 3 of §3.6: the application's own change with the same connector.
    fn is_own(&self, happening: &Happening, handler: &Handler) -> bool {
        let own = |cause: &Cause| {
            cause.application == handler.application && cause.connector == handler.connector
        };
        happening.cause.as_ref().is_some_and(own)
            && self.switches().own_changes == OwnChanges::Skipped
    }

    fn notify(self: &Arc<Self>, happening: &Happening, application: &str) -> Result<usize> {
        let notice = Happening {
            event: "ONOFFLINEEVENT".to_owned(),
            data: Value::Null,
            user: happening.user,
            application: Some(application.to_owned()),
            cause: None,
            depth: happening.depth,
        };
        let mut begun = 0;
        for handler in self.listeners(&notice)? {
            if self.notified.due(&handler, Instant::now()) {
                begun += usize::from(self.deliver(&notice, handler)?);
            }
        }
        Ok(begun)
    }

    /// Why the application hears of nothing (contract §9.3).
    pub(crate) fn silence(&self, application: &str) -> Option<&'static str> {
        let switches = self.switches();
        if application != APPLICATION {
            None
        } else if !switches.installed {
            Some("the installation is not finished")
        } else if !switches.active {
            Some("the application is not active")
        } else if switches.payment_expired {
            Some("the application's payment has expired")
        } else {
            None
        }
    }
}
