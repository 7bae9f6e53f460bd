//! The queue of offline events.

use std::cell::RefCell;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::client::ReservedEvents;
use bx24_protocol::offline::reader::Reader;
use bx24_protocol::offline::requests::Settlement;
use bx24_protocol::offline::reservation::Reservation;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::input::params::params;
use super::input::queue::{message_ids, part, reader};
use super::output::object::page;
use super::output::promise::{background, promise};
use crate::portal::Inner;
use crate::transport::body::JsBody;

#[wasm_bindgen(module = "/src/api/classes.js")]
extern "C" {
    /// An async iterator of what each call of `next` gives.
    fn iterate(next: &Function) -> JsValue;
}

/// The queue of offline events of a portal.
#[wasm_bindgen(skip_typescript)]
pub struct OfflineQueue(Rc<Inner>);

impl OfflineQueue {
    /// The queue of this portal.
    pub(super) fn new(portal: &Rc<Inner>) -> Self {
        Self(Rc::clone(portal))
    }
}

#[wasm_bindgen]
impl OfflineQueue {
    /// `event.offline.get`.
    pub fn get(&self, options: JsValue) -> Promise {
        let (options, client) = (params("options", &options), self.0.client());
        promise(async move { client.offline_get(options?).await.map(|result| result.0) })
    }

    /// `event.offline.list`.
    pub fn list(&self, options: JsValue) -> Promise {
        let (options, client) = (params("options", &options), self.0.client());
        promise(async move { client.offline_list(options?).await.map(page) })
    }

    /// Takes messages of a reservation out of the queue.
    pub fn clear(&self, what: JsValue) -> Promise {
        let (part, client) = (part(&what), self.0.client());
        promise(async move {
            let part = part?;
            let (ids, connector) = (part.message_ids.as_deref(), part.connector.as_deref());
            client
                .offline_clear(&part.process_id, ids, connector)
                .await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Marks messages of a reservation as failed.
    pub fn error(&self, what: JsValue) -> Promise {
        let (part, client) = (part(&what), self.0.client());
        promise(async move {
            let part = part?;
            let ids = part.message_ids.unwrap_or_default();
            let connector = part.connector.as_deref();
            client
                .offline_error(&part.process_id, &ids, connector)
                .await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// A walk through the queue. Wrong options make its first step fail.
    pub fn batches(&self, options: JsValue) -> JsValue {
        let portal = Rc::clone(&self.0);
        let reader = reader(&options).map(|reader| Rc::new(RefCell::new(reader)));
        let next = move || next_batch(Rc::clone(&portal), reader.clone());
        let next = Closure::<dyn Fn() -> Promise>::new(next);
        iterate(next.into_js_value().unchecked_ref())
    }
}

fn next_batch(portal: Rc<Inner>, reader: Result<Rc<RefCell<Reader>>, Error>) -> Promise {
    background(async move {
        let reader = reader?;
        let batch = portal.client().next_batch(&reader).await?;
        Ok(batch.map(|batch| OfflineBatch::new(portal, batch)).into())
    })
}

/// Events reserved for one consumer.
#[wasm_bindgen(skip_typescript)]
pub struct OfflineBatch {
    portal: Rc<Inner>,
    reservation: Rc<RefCell<Reservation>>,
    events: JsValue,
}

impl OfflineBatch {
    fn new(portal: Rc<Inner>, batch: ReservedEvents<JsBody>) -> Self {
        Self {
            portal,
            reservation: Rc::new(RefCell::new(batch.reservation)),
            events: batch.events.0,
        }
    }
}

#[wasm_bindgen]
impl OfflineBatch {
    /// The reservation's `process_id` on the portal.
    #[wasm_bindgen(getter, js_name = processId)]
    pub fn process_id(&self) -> String {
        self.reservation.borrow().process_id.clone()
    }

    /// The events as the portal sent them.
    #[wasm_bindgen(getter)]
    pub fn events(&self) -> JsValue {
        self.events.clone()
    }

    /// Acknowledges messages: all of the batch if undefined.
    pub fn done(&self, ids: JsValue) -> Promise {
        self.settle(Settlement::Clear, message_ids(&ids))
    }

    /// Marks messages as failed.
    pub fn fail(&self, ids: JsValue) -> Promise {
        let ids = message_ids(&ids).map(Option::unwrap_or_default);
        self.settle(Settlement::Error, ids.map(Some))
    }
}

impl OfflineBatch {
    fn settle(&self, settlement: Settlement, ids: Result<Option<Vec<String>>, Error>) -> Promise {
        let (client, reservation) = (self.portal.client(), Rc::clone(&self.reservation));
        promise(async move {
            let ids = ids?;
            let settled = client.settle(settlement, &reservation, ids.as_deref());
            settled.await.map(|()| JsValue::UNDEFINED)
        })
    }
}
