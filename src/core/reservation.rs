//! Offline events that one consumer has reserved: what may be acknowledged, and what may fail.

use super::command::Command;
use super::error::Error;
use super::offline;

/// The reserved events of one process id. Its calls tell what to send; [`Reservation::settle`]
/// follows when it has succeeded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Names the reservation on the portal.
    pub process_id: String,
    /// Message ids that are still reserved.
    open: Vec<String>,
    /// Message ids that were acknowledged or have failed.
    settled: Vec<String>,
}

impl Reservation {
    /// A reservation with the messages that came with it.
    #[must_use]
    pub fn new(process_id: &str, message_ids: Vec<String>) -> Self {
        Self {
            process_id: process_id.into(),
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
        let ids = message_ids.unwrap_or(&self.open);
        self.check(ids, true)?;
        let open: Vec<String> = ids
            .iter()
            .filter(|id| self.open.contains(id))
            .cloned()
            .collect();
        offline::clear(&self.process_id, Some(&open))
    }

    /// Marks these messages as failed. The portal then drops a newer free event of the same
    /// message; nothing to send for `[]`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation, and for settled ones: the portal
    /// would drop a newer event of the same message and mark nothing.
    pub fn fail(&self, message_ids: &[String]) -> Result<Option<Command>, Error> {
        self.check(message_ids, false)?;
        offline::error(&self.process_id, message_ids)
    }

    /// These messages, all of them without an argument, are acknowledged or have failed.
    pub fn settle(&mut self, message_ids: Option<&[String]>) {
        let (gone, open) = std::mem::take(&mut self.open)
            .into_iter()
            .partition(|id| message_ids.is_none_or(|ids| ids.contains(id)));
        self.open = open;
        let mut gone: Vec<String> = gone;
        self.settled.append(&mut gone);
    }

    fn check(&self, ids: &[String], settled: bool) -> Result<(), Error> {
        let known = |id: &&String| self.open.contains(id) || (settled && self.settled.contains(id));
        let Some(id) = ids.iter().find(|id| !known(id)) else {
            return Ok(());
        };
        let reason = if self.settled.contains(id) {
            "` is settled already: it cannot fail any more"
        } else {
            "` does not belong to this reservation: give message ids of its own events"
        };
        Err(Error::invalid(["message `", id, reason].concat()))
    }
}
