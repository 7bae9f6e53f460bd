//! Offline events that one consumer has reserved: what may be acknowledged, and what may fail.

use crate::error::Error;
use crate::offline::requests::{CLEAR, ERROR, settle};
use crate::wire::command::Command;

/// The reserved events of one process id. Its calls tell what to send; [`Reservation::settle`]
/// follows when it has succeeded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Names the reservation on the portal.
    pub process_id: String,
    /// The queue.
    pub connector: Option<String>,
    /// Message ids that are still reserved.
    open: Vec<String>,
    /// Message ids that are acknowledged or have failed.
    settled: Vec<String>,
}

impl Reservation {
    /// A reservation with the messages that came with it.
    #[must_use]
    pub fn new(process_id: &str, connector: Option<String>, message_ids: Vec<String>) -> Self {
        Self {
            process_id: process_id.into(),
            connector,
            open: message_ids,
            settled: Vec::new(),
        }
    }

    /// Acknowledges these messages, all of them without an argument; nothing to send for `[]` and
    /// for what is settled. Messages are always named: the portal may hold more under this process
    /// id than were read.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation.
    pub fn done(&self, message_ids: Option<&[String]>) -> Result<Option<Command>, Error> {
        self.command(CLEAR, message_ids)
    }

    /// Marks these messages as failed. The portal then drops a newer free event of the same
    /// message; nothing to send for `[]`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation, and for settled ones: the portal
    /// would drop a newer event of the same message and mark nothing.
    pub fn fail(&self, message_ids: &[String]) -> Result<Option<Command>, Error> {
        self.command(ERROR, Some(message_ids))
    }

    /// These messages, all of them without an argument, are acknowledged or have failed.
    pub fn settle(&mut self, message_ids: Option<&[String]>) {
        for id in std::mem::take(&mut self.open) {
            let list = match message_ids.is_none_or(|ids| ids.contains(&id)) {
                true => &mut self.settled,
                false => &mut self.open,
            };
            list.push(id);
        }
    }

    fn command(
        &self,
        method: &'static str,
        message_ids: Option<&[String]>,
    ) -> Result<Option<Command>, Error> {
        let mut open: Vec<String> = Vec::new();
        for id in message_ids.unwrap_or(&self.open) {
            if self.open.contains(id) {
                open.push(id.clone());
            } else if !self.settled.contains(id) {
                return Err(refused(id, "does not belong to this reservation"));
            } else if method == ERROR {
                return Err(refused(id, "is settled already"));
            }
        }
        let connector = self.connector.as_deref();
        settle(method, &self.process_id, Some(&open), connector)
    }
}

fn refused(id: &str, why: &str) -> Error {
    Error::invalid(
        "message `%` %: give those of its own open events",
        &[id, why],
    )
}
