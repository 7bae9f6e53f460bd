//! Offline events that one consumer has reserved: what may be acknowledged, and what may fail.

use super::command::Command;
use super::error::Error;
use super::offline::{CLEAR, ERROR, settle};

/// The reserved events of one process id. Its calls tell what to send; [`Reservation::settle`]
/// follows when it has succeeded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Names the reservation on the portal.
    pub process_id: String,
    /// The queue.
    pub connector: Option<String>,
    /// Message ids, each with whether it is still reserved.
    messages: Vec<(String, bool)>,
}

impl Reservation {
    /// A reservation with the messages that came with it.
    #[must_use]
    pub fn new(process_id: &str, connector: Option<String>, message_ids: Vec<String>) -> Self {
        let mut messages = Vec::new();
        for id in message_ids {
            messages.push((id, true));
        }
        Self {
            process_id: process_id.into(),
            connector,
            messages,
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
        for (id, open) in &mut self.messages {
            *open &= message_ids.is_some_and(|ids| !ids.contains(id));
        }
    }

    fn command(
        &self,
        method: &'static str,
        message_ids: Option<&[String]>,
    ) -> Result<Option<Command>, Error> {
        let mut open: Vec<String> = Vec::new();
        for id in message_ids.unwrap_or_default() {
            match self.messages.iter().find(|message| message.0 == *id) {
                Some((_, true)) => open.push(id.clone()),
                Some(_) if method == CLEAR => {}
                Some(_) => return Err(refused(id, "is settled already")),
                None => return Err(refused(id, "does not belong to this reservation")),
            }
        }
        if message_ids.is_none() {
            for (id, reserved) in &self.messages {
                if *reserved {
                    open.push(id.clone());
                }
            }
        }
        settle(
            method,
            &self.process_id,
            Some(&open),
            self.connector.as_deref(),
        )
    }
}

fn refused(id: &str, why: &str) -> Error {
    Error::invalid(
        "message `%` %: give those of its own open events",
        &[id, why],
    )
}
