//! The queue of offline events: reserve, work, acknowledge.

use std::cell::RefCell;
use std::future::Future;

use super::{Client, Transport};
use crate::calls::retry::{Idempotency, is_unknown};
use crate::error::Error;
use crate::offline::reader::{NextRead, Reader};
use crate::offline::requests::{self, Settlement};
use crate::offline::reservation::Reservation;
use crate::wire::answer::unexpected_result;
use crate::wire::body::Body;
use crate::wire::command::Command;
use crate::wire::params::{Params, Value};

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
        let command = requests::get(options)?;
        let has = |name: &str, text: &str| {
            let mut params = command.params.iter();
            params.any(|(key, value)| key == name && *value == Value::from(text))
        };
        let reserves =
            has("clear", "0") && !command.params.iter().any(|(key, _)| key == "process_id");
        let connector = command.params.iter().find_map(|(key, value)| match value {
            Value::Text(text) if key == "auth_connector" => Some(text.clone()),
            _ => None,
        });
        match self.get_events(command, true).await {
            Err(error) if reserves && is_unknown(&error) => {
                match self.reserved_ids(connector.as_deref()).await {
                    Ok(left) if left.is_empty() => Err(error),
                    left => Err(error.with_process_ids(left.unwrap_or_default())),
                }
            }
            result => result,
        }
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
                NextRead::ListReserved => _ = self.find_reserved(reader).await?,
                NextRead::Get(command) => {
                    if let Some(batch) = self.read_batch(reader, command).await? {
                        return Ok(Some(batch));
                    }
                }
            }
        }
    }

    async fn read_batch(
        &self,
        reader: &RefCell<Reader>,
        command: Command,
    ) -> Result<Option<ReservedEvents<T::Body>>, Error> {
        let is_reserving = reader.borrow().is_reserving();
        let result = match self.get_events(command, is_reserving).await {
            Err(error) if is_reserving && is_unknown(&error) => {
                self.recover(reader, error).await?;
                return Ok(None);
            }
            result => result?,
        };
        let reservation = reader.borrow_mut().received(&result);
        Ok(reservation.map(|reservation| ReservedEvents {
            reservation,
            events: result.get("events").unwrap_or_default(),
        }))
    }

    /// After a reservation whose answer was lost: the only reader finds its rows and reads them next.
    async fn recover(&self, reader: &RefCell<Reader>, error: Error) -> Result<(), Error> {
        let Ok(left) = self.find_reserved(reader).await else {
            return Err(error.with_process_ids(Vec::new()));
        };
        let is_exclusive = reader.borrow().is_exclusive();
        match (left.is_empty(), is_exclusive) {
            (false, true) => Ok(()),
            (false, false) => Err(error.with_process_ids(left)),
            (true, _) => Err(error), // nothing was reserved
        }
    }

    async fn find_reserved(&self, reader: &RefCell<Reader>) -> Result<Vec<String>, Error> {
        let connector = reader.borrow().connector().map(ToOwned::to_owned);
        let reserved = self.reserved_ids(connector.as_deref()).await?;
        Ok(reader.borrow_mut().found(reserved))
    }

    /// The process ids of all that is reserved in a queue, in the order of its rows.
    async fn reserved_ids(&self, connector: Option<&str>) -> Result<Vec<String>, Error> {
        let (mut ids, mut next) = (Vec::new(), Some(0));
        while let Some(start) = next {
            let reply = self.call(requests::reserved(connector, start)).await?;
            let rows = reply.result().and_then(|rows| rows.items());
            let rows = rows
                .ok_or_else(|| unexpected_result("event.offline.list", "a list", reply.status))?;
            for process_id in rows.iter().map(|row| row.text("PROCESS_ID")) {
                if !process_id.is_empty() && !ids.contains(&process_id) {
                    ids.push(process_id);
                }
            }
            // a page that does not go on would be read for ever
            next = reply.body.integer("next").filter(|next| *next > start);
        }
        Ok(ids)
    }

    /// Acknowledges messages of a batch; without `message_ids`, all of them.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; as [`Client::call`].
    pub fn acknowledge(
        &self,
        reservation: &RefCell<Reservation>,
        message_ids: Option<&[String]>,
    ) -> impl Future<Output = Result<(), Error>> {
        self.settle(Settlement::Clear, reservation, message_ids)
    }

    /// Marks messages of a batch as failed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; as [`Client::call`].
    pub fn reject(
        &self,
        reservation: &RefCell<Reservation>,
        message_ids: &[String],
    ) -> impl Future<Output = Result<(), Error>> {
        self.settle(Settlement::Error, reservation, Some(message_ids))
    }

    /// [`Client::acknowledge`] or [`Client::reject`].
    ///
    /// # Errors
    /// As these.
    pub async fn settle(
        &self,
        settlement: Settlement,
        reservation: &RefCell<Reservation>,
        message_ids: Option<&[String]>,
    ) -> Result<(), Error> {
        let command = reservation.borrow().command(settlement, message_ids)?;
        let settled = self.call_if_any(command).await;
        let mut reservation = reservation.borrow_mut();
        settled.map_err(|error| match is_unknown(&error) {
            true => error.with_process_ids(vec![reservation.process_id.clone()]),
            false => error,
        })?;
        reservation.settle(message_ids);
        Ok(())
    }

    async fn get_events(&self, command: Command, is_reserving: bool) -> Result<T::Body, Error> {
        // what is reserved already can be read any number of times
        let idempotency = match is_reserving {
            true => Idempotency::Once,
            false => Idempotency::Safe,
        };
        let reply = self.0.transport.call(command, idempotency).await?;
        let has_events = |result: &T::Body| {
            let events = result.get("events");
            events.is_some_and(|events| events.items().is_some())
        };
        let result = reply.result().filter(has_events);
        result
            .ok_or_else(|| unexpected_result("event.offline.get", "a list of events", reply.status))
    }

    async fn call_if_any(&self, command: Option<Command>) -> Result<(), Error> {
        let Some(command) = command else {
            return Ok(());
        };
        // it names one reservation: a second time there is nothing to clear
        let idempotency = match &*command.method {
            "event.offline.clear" => Idempotency::Safe,
            method => Idempotency::of(method),
        };
        let reply = self.0.transport.call(command, idempotency);
        reply.await.map(|_| ())
    }
}

fn message_ids_of(events: &impl Body) -> Vec<String> {
    let events = events.items().unwrap_or_default();
    events
        .iter()
        .map(|event| event.text("MESSAGE_ID"))
        .collect()
}
