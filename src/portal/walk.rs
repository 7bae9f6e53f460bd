//! The queue of offline events: reserve, work, acknowledge.

use std::cell::RefCell;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::client::ReservedEvents;
use bx24_protocol::offline::reader::Reader;
use bx24_protocol::offline::reservation::Reservation;
use bx24_protocol::wire::body::Body as _;
use wasm_bindgen::JsValue;

use super::Inner;
use crate::transport::body::JsBody;

/// A walk through the queue of offline events.
pub struct Walk {
    portal: Rc<Inner>,
    reader: RefCell<Reader>,
}

impl Walk {
    pub(super) fn new(portal: Rc<Inner>, reader: Reader) -> Self {
        Self {
            portal,
            reader: RefCell::new(reader),
        }
    }

    /// The next batch; `None` at the end of the queue.
    ///
    /// # Errors
    /// Errors of the portal; `BAD_ANSWER`, `NETWORK`, `TIMEOUT`, `ABORTED`, `REFRESH_FAILED`.
    pub async fn next(&self) -> Result<Option<OfflineBatch>, Error> {
        let batch = self.portal.client().next_batch(&self.reader).await?;
        Ok(batch.map(|batch| OfflineBatch::new(&self.portal, batch)))
    }
}

/// Events reserved for one consumer.
pub struct OfflineBatch {
    portal: Rc<Inner>,
    reservation: RefCell<Reservation>,
    events: JsBody,
}

impl OfflineBatch {
    fn new(portal: &Rc<Inner>, batch: ReservedEvents<JsBody>) -> Self {
        Self {
            portal: Rc::clone(portal),
            reservation: RefCell::new(batch.reservation),
            events: batch.events,
        }
    }

    /// The reservation's `process_id` on the portal.
    #[must_use]
    pub fn process_id(&self) -> String {
        self.reservation.borrow().process_id.clone()
    }

    /// The events as the portal sent them, a list of
    /// `{ ID, TIMESTAMP_X, EVENT_NAME, EVENT_DATA, EVENT_ADDITIONAL, MESSAGE_ID }` (contract §3.6).
    #[must_use]
    pub fn events(&self) -> &JsValue {
        &self.events.0
    }

    /// The events' `MESSAGE_ID`s.
    #[must_use]
    pub fn message_ids(&self) -> Vec<String> {
        let events = self.events.items().unwrap_or_default();
        events
            .iter()
            .map(|event| event.text("MESSAGE_ID"))
            .collect()
    }

    /// Acknowledges these messages, which takes them out of the queue; `None`: all of the batch.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; as [`Walk::next`].
    pub async fn done(&self, message_ids: Option<&[String]>) -> Result<(), Error> {
        let client = self.portal.client();
        client.acknowledge(&self.reservation, message_ids).await
    }

    /// Marks these messages as failed and ends their reservation. The portal then drops a newer free
    /// event of the same message.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation; as [`Walk::next`].
    pub async fn fail(&self, message_ids: &[String]) -> Result<(), Error> {
        let client = self.portal.client();
        client.reject(&self.reservation, message_ids).await
    }
}
