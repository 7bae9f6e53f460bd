//! The queue of offline events: reserve, work, acknowledge.

use std::cell::RefCell;

use super::{Client, Transport};
use crate::error::Error;
use crate::offline::reader::{NextRead, Reader};
use crate::offline::requests::{self, Settlement};
use crate::offline::reservation::Reservation;
use crate::wire::answer::unexpected_result;
use crate::wire::body::Body;
use crate::wire::command::Command;
use crate::wire::params::Params;

/// Rows that a page of `event.offline.list` has at most (contract §3.6).
const MOST_LISTED: usize = 50;

/// Events reserved for one consumer.
pub struct ReservedEvents<B> {
    /// What may be acknowledged or fail.
    pub reservation: Reservation,
    /// The events as the portal sent them, a list.
    pub events: B,
}

/// A page of `event.offline.list`.
pub struct Page<B> {
    /// The events as the portal sent them, a list.
    pub events: B,
    /// How many there are in all.
    pub total: Option<f64>,
    /// Where the next page starts; `None` for the last one.
    pub next: Option<f64>,
}

impl<T: Transport> Client<T> {
    /// `event.offline.get` with the options of [`requests::get`]; its result.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an unknown or a wrong option; `BAD_ANSWER` for a result without events;
    /// as [`Client::call`].
    pub async fn offline_get(&self, options: Params) -> Result<T::Body, Error> {
        self.get_events(requests::get(options)?).await
    }

    /// `event.offline.list` with the options of [`requests::list`].
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an unknown or a wrong option; `BAD_ANSWER` for anything but a list; as
    /// [`Client::call`].
    pub async fn offline_list(&self, options: Params) -> Result<Page<T::Body>, Error> {
        let reply = self.call(requests::list(options)?).await?;
        let events = reply.result().filter(|events| events.items().is_some());
        let number = |name| reply.body.get(name).and_then(|value| value.as_number());
        Ok(Page {
            total: number("total"),
            next: number("next"),
            events: events
                .ok_or_else(|| unexpected_result("event.offline.list", "a list", reply.status))?,
        })
    }

    /// Takes messages of a reservation out of the queue; without `message_ids`, all of them.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an empty process id or an invalid message id; as [`Client::call`].
    pub async fn offline_clear(
        &self,
        process_id: &str,
        message_ids: Option<&[String]>,
        connector: Option<&str>,
    ) -> Result<(), Error> {
        let command = Settlement::Clear.command(process_id, message_ids, connector)?;
        self.call_if_any(command).await
    }

    /// Marks messages of a reservation as failed. Messages of another reservation are refused: the
    /// portal would drop them (contract §3.6).
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for ids that are not reserved under `process_id`; as [`Client::call`].
    pub async fn offline_error(
        &self,
        process_id: &str,
        message_ids: &[String],
        connector: Option<&str>,
    ) -> Result<(), Error> {
        let command = Settlement::Error.command(process_id, Some(message_ids), connector)?;
        for ids in message_ids.chunks(MOST_LISTED) {
            let reply = self
                .call(requests::members(process_id, ids, connector))
                .await?;
            let held = message_ids_of(&reply.result().unwrap_or_default());
            Reservation::new(process_id, None, held).fail(ids)?;
        }
        self.call_if_any(command).await
    }

    /// The next batch of a walk; `None` at the end of the queue.
    ///
    /// # Errors
    /// `BAD_ANSWER` for a result without events; as [`Client::call`].
    pub async fn next_batch(
        &self,
        reader: &RefCell<Reader>,
    ) -> Result<Option<ReservedEvents<T::Body>>, Error> {
        loop {
            let next = reader.borrow_mut().next_read();
            match next {
                NextRead::End => return Ok(None),
                NextRead::Wait(ms) => self.0.transport.sleep(ms).await,
                NextRead::Get(command) => {
                    let result = self.get_events(command).await?;
                    let reservation = reader.borrow_mut().received(&result);
                    let events = result.get("events").unwrap_or_default();
                    if let Some(reservation) = reservation {
                        return Ok(Some(ReservedEvents {
                            reservation,
                            events,
                        }));
                    }
                }
            }
        }
    }

    /// Acknowledges messages of a batch; without `message_ids`, all of them.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; as [`Client::call`].
    pub async fn acknowledge(
        &self,
        reservation: &RefCell<Reservation>,
        message_ids: Option<&[String]>,
    ) -> Result<(), Error> {
        let command = reservation.borrow().done(message_ids)?;
        self.call_if_any(command).await?;
        reservation.borrow_mut().settle(message_ids);
        Ok(())
    }

    /// Marks messages of a batch as failed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; as [`Client::call`].
    pub async fn reject(
        &self,
        reservation: &RefCell<Reservation>,
        message_ids: &[String],
    ) -> Result<(), Error> {
        let command = reservation.borrow().fail(message_ids)?;
        self.call_if_any(command).await?;
        reservation.borrow_mut().settle(Some(message_ids));
        Ok(())
    }

    async fn get_events(&self, command: Command) -> Result<T::Body, Error> {
        let reply = self.call(command).await?;
        let has_events = |result: &T::Body| {
            let events = result.get("events");
            events.is_some_and(|events| events.items().is_some())
        };
        let result = reply.result().filter(has_events);
        result
            .ok_or_else(|| unexpected_result("event.offline.get", "a list of events", reply.status))
    }

    async fn call_if_any(&self, command: Option<Command>) -> Result<(), Error> {
        match command {
            Some(command) => self.call(command).await.map(|_| ()),
            None => Ok(()),
        }
    }
}

fn message_ids_of(events: &impl Body) -> Vec<String> {
    let events = events.items().unwrap_or_default();
    events
        .iter()
        .map(|event| event.text("MESSAGE_ID"))
        .collect()
}
