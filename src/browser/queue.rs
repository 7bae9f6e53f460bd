//! The queue of offline events.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::clock::sleep;
use super::object::{get, list, text};
use super::portal::{CallOptions, Portal};
use crate::core::Error;
use crate::core::batches::{Batches, OfflineEvent, Pull};
use crate::core::command::Command;
use crate::core::offline::{ERROR, members, settle};
use crate::core::reservation::Reservation;

/// A walk through one queue.
pub struct Walk {
    portal: Rc<Portal>,
    batches: RefCell<Batches>,
}

/// Events reserved for one consumer.
pub struct Reserved {
    portal: Rc<Portal>,
    held: RefCell<Reservation>,
    /// The events as the portal gave them.
    pub events: JsValue,
}

impl Portal {
    /// A call to the queue; the portal's body.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn offline(&self, command: Command) -> Result<JsValue, Error> {
        let reply = self.call(command, None, &CallOptions::default()).await;
        reply.outcome?;
        Ok(reply.answer)
    }

    /// Marks events of a reservation as failed. Events of another reservation are refused: the
    /// portal would drop them (contract §3.6).
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for ids that are not reserved under `process_id`; the portal's.
    pub async fn offline_error(
        &self,
        process_id: &str,
        ids: &[String],
        connector: Option<String>,
    ) -> Result<(), Error> {
        let Some(command) = settle(ERROR, process_id, Some(ids), connector.as_deref())? else {
            return Ok(());
        };
        self.reserved(process_id, ids, connector).await?;
        self.offline(command).await.map(|_| ())
    }

    /// Refuses messages that are not reserved under `process_id`.
    pub(crate) async fn reserved(
        &self,
        process_id: &str,
        ids: &[String],
        connector: Option<String>,
    ) -> Result<(), Error> {
        for chunk in ids.chunks(50) {
            let listed = members(process_id, chunk, connector.as_deref());
            let listed = self.offline(listed).await?;
            let held = events(&get(&listed, "result"));
            let held = held.into_iter().map(|event| event.message_id).collect();
            Reservation::new(process_id, connector.clone(), held).fail(chunk)?;
        }
        Ok(())
    }
}

impl Walk {
    /// A walk through the queue that `batches` tells.
    pub fn new(portal: Rc<Portal>, batches: Batches) -> Self {
        Self {
            portal,
            batches: RefCell::new(batches),
        }
    }

    /// The next batch; nothing at the end of the queue.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn next(&self) -> Result<Option<Reserved>, Error> {
        loop {
            let pull = self.batches.borrow_mut().pull();
            match pull {
                Pull::End => return Ok(None),
                Pull::Wait(wait) => sleep(wait * self.portal.time_scale()).await,
                Pull::Get(command) => {
                    if let Some(reserved) = self.get(command).await? {
                        return Ok(Some(reserved));
                    }
                }
            }
        }
    }

    async fn get(&self, command: Command) -> Result<Option<Reserved>, Error> {
        let answer = self.portal.offline(command).await?;
        let result = get(&answer, "result");
        let given = get(&result, "events");
        let process_id = text(&result, "process_id");
        let held = self
            .batches
            .borrow_mut()
            .received(&process_id, &events(&given));
        Ok(held.map(|held| Reserved {
            portal: Rc::clone(&self.portal),
            held: RefCell::new(held),
            events: given,
        }))
    }
}

impl Reserved {
    /// The reservation's name on the portal.
    pub fn process_id(&self) -> String {
        self.held.borrow().process_id.clone()
    }

    /// Acknowledges these messages; all of them without an argument.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; the portal's.
    pub async fn done(&self, ids: Option<&[String]>) -> Result<(), Error> {
        let command = self.held.borrow().done(ids)?;
        self.settle(command, ids).await
    }

    /// Marks these messages as failed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; the portal's.
    pub async fn fail(&self, ids: &[String]) -> Result<(), Error> {
        let command = self.held.borrow().fail(ids)?;
        self.settle(command, Some(ids)).await
    }

    async fn settle(&self, command: Option<Command>, ids: Option<&[String]>) -> Result<(), Error> {
        if let Some(command) = command {
            self.portal.offline(command).await?;
            self.held.borrow_mut().settle(ids);
        }
        Ok(())
    }
}

fn events(given: &JsValue) -> Vec<OfflineEvent> {
    let mut events = Vec::new();
    for event in list(given).iter() {
        events.push(OfflineEvent {
            id: text(&event, "ID"),
            message_id: text(&event, "MESSAGE_ID"),
        });
    }
    events
}
