//! Offline events that a consumer has reserved: which may be acknowledged or fail.

use super::requests::Settlement;
use crate::error::Error;
use crate::wire::command::Command;

/// The events reserved under one process id. Send what [`Reservation::done`] or
/// [`Reservation::fail`] gives; when that has succeeded, call [`Reservation::settle`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// The reservation's `process_id` on the portal.
    pub process_id: String,
    /// The connector, which selects the queue.
    pub connector: Option<String>,
    /// The messages that are still reserved.
    open: Vec<String>,
    /// The messages that are acknowledged or have failed.
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

    /// The command that acknowledges these messages, or all of them without ids; `None` if they are
    /// settled already. It always names the messages: the portal may have more under this process id
    /// than were read.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation.
    pub fn done(&self, message_ids: Option<&[String]>) -> Result<Option<Command>, Error> {
        self.command(Settlement::Clear, message_ids)
    }

    /// The command that marks these messages as failed; `None` for `[]`. The portal then drops a
    /// newer free event of the same message.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation, or settled ones: the portal would drop
    /// a newer event of the same message and mark nothing.
    pub fn fail(&self, message_ids: &[String]) -> Result<Option<Command>, Error> {
        self.command(Settlement::Error, Some(message_ids))
    }

    /// Notes that these messages, or all of them without ids, are acknowledged or have failed.
    pub fn settle(&mut self, message_ids: Option<&[String]>) {
        let is_named = |id: &String| message_ids.is_none_or(|ids| ids.contains(id));
        let (settled, open) = std::mem::take(&mut self.open)
            .into_iter()
            .partition(is_named);
        self.open = open;
        self.settled.extend::<Vec<String>>(settled);
    }

    /// The command that settles these messages, or all of them without ids; `None` if they are
    /// settled already.
    ///
    /// # Errors
    /// As [`Reservation::done`] and [`Reservation::fail`].
    pub fn command(
        &self,
        settlement: Settlement,
        message_ids: Option<&[String]>,
    ) -> Result<Option<Command>, Error> {
        let mut open = Vec::new();
        for id in message_ids.unwrap_or(&self.open) {
            if self.open.contains(id) {
                open.push(id.clone());
            } else if !self.settled.contains(id) {
                return Err(not_open(id, "does not belong to this reservation"));
            } else if settlement == Settlement::Error {
                return Err(not_open(id, "is settled already"));
            }
        }
        settlement.command(&self.process_id, Some(&open), self.connector.as_deref())
    }
}

fn not_open(id: &str, why: &str) -> Error {
    Error::invalid(format!(
        "message `{id}` {why}: give those of its own open events"
    ))
}
