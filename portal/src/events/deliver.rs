//! Events on their way to online handlers (contract §9.1).

use std::sync::Arc;

use rusqlite::Result;
use serde::Serialize;
use serde_json::json;

use crate::clock;
use crate::events::auth_fields;
use crate::events::emit::Happening;
use crate::journal::mask;
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::sender::End;
use crate::store::handlers::Handler;

/// One entry of the log of deliveries.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: u64,
    /// When it ended, in unix seconds.
    pub ts: f64,
    pub event: String,
    pub handler: String,
    pub handler_id: i64,
    #[serde(flatten)]
    pub end: End,
    /// The form that was posted, tokens masked.
    pub body: Option<String>,
}

impl Portal {
    /// Starts one delivery; `false`: it is not to be sent, and the log says why.
    pub(crate) fn deliver(
        self: &Arc<Self>,
        happening: &Happening,
        handler: Handler,
    ) -> Result<bool> {
        let silence = self.silence(&handler.application).map(str::to_owned);
        if let Some(reason) = silence.or_else(|| self.courier.objection(&handler.handler)) {
            self.log_delivery(handler, End::not_sent(reason), None);
            return Ok(false);
        }
        let form = self.form(happening, &handler)?;
        let portal = Arc::clone(self);
        tokio::spawn(async move {
            let end = portal
                .courier
                .post(&handler.handler, brackets::encode(&form))
                .await;
            portal.log_delivery(handler, end, Some(brackets::encode(&mask::tree(&form))));
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

    fn log_delivery(&self, handler: Handler, end: End, body: Option<String>) {
        let ts = clock::now();
        let delivery = self.deliveries.push(|id| Delivery {
            id,
            ts,
            event: handler.event,
            handler: handler.handler,
            handler_id: handler.id,
            end,
            body,
        });
        self.stream.tell("delivery", || delivery);
    }
}
