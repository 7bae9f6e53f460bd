//! Events on their way to online handlers (contract §9.1).

use std::sync::Arc;

use rusqlite::Result;
use serde_json::json;

use crate::clock;
use crate::events::auth_fields;
use crate::events::emit::Happening;
use crate::journal::mask;
use crate::journal::{Delivery, DeliveryResult};
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::store::handlers::Handler;

impl Portal {
    /// Starts one delivery; `false`: it is not to be sent, and the log says why.
    pub(crate) fn deliver(
        self: &Arc<Self>,
        happening: &Happening,
        handler: Handler,
    ) -> Result<bool> {
        let silence = self.silence(&handler.application).map(str::to_owned);
        if let Some(reason) = silence.or_else(|| self.courier.objection(&handler.handler)) {
            self.log_delivery(handler, DeliveryResult::not_sent(reason), None);
            return Ok(false);
        }
        let form = self.form(happening, &handler)?;
        let portal = Arc::clone(self);
        tokio::spawn(async move {
            let result = portal
                .courier
                .post(&handler.handler, brackets::encode(&form))
                .await;
            portal.log_delivery(handler, result, Some(brackets::encode(&mask::tree(&form))));
        });
        Ok(true)
    }

    fn form(&self, happening: &Happening, handler: &Handler) -> Result<Tree> {
        let mut form = Tree::new();
        form.insert("event".to_owned(), json!(happening.event));
        if self.switches().event_handler_id {
            form.insert("event_handler_id".to_owned(), json!(handler.id));
        }
        form.insert("data".to_owned(), happening.data.clone());
        form.insert("ts".to_owned(), json!(clock::seconds()));
        form.insert(
            "auth".to_owned(),
            auth_fields::fields(self, happening, handler)?,
        );
        Ok(form)
    }

    fn log_delivery(&self, handler: Handler, result: DeliveryResult, body: Option<String>) {
        let ts = clock::now();
        self.journal.add_delivery(|id| Delivery {
            id,
            ts,
            event: handler.event,
            handler: handler.handler,
            handler_id: handler.id,
            result,
            body,
        });
    }
}
