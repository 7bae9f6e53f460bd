//! Posting an event to an online handler (contract §9.1).

use std::sync::Arc;

use rusqlite::Result;
use serde_json::json;

use super::auth_fields::auth_fields;
use super::bots;
use super::{Effects, Event};
use crate::apps::users;
use crate::clock;
use crate::journal::{Delivery, DeliveryResult, mask};
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::store::handlers::Handler;

/// Begins one delivery and counts it; or it may not be sent, and the journal says why.
pub fn deliver(
    portal: &Arc<Portal>,
    event: &Event,
    handler: Handler,
    effects: &mut Effects,
) -> Result<()> {
    let event_id = effects.event_id;
    let blocked = blocked(portal, &handler.application).map(str::to_owned);
    if let Some(reason) = blocked.or_else(|| portal.sender.blocked(&handler.handler)) {
        record(
            portal,
            event_id,
            handler,
            DeliveryResult::not_sent(reason),
            None,
        );
        return Ok(());
    }
    let form = form(portal, event, &handler)?;
    let (outbox, portal) = (Arc::clone(&portal.outbox), Arc::clone(portal));
    let id = handler.id;
    let post = async move {
        let body = brackets::encode(&form);
        let result = portal.sender.post(&handler.handler, body).await;
        let masked = brackets::encode(&mask::tree(&form));
        record(&portal, event_id, handler, result, Some(masked));
    };
    outbox.add(id, Box::pin(post));
    effects.deliveries += 1;
    Ok(())
}

/// Why the application gets no events (contract §9.3); `None` if it does.
pub fn blocked(portal: &Portal, application: &str) -> Option<&'static str> {
    let switches = portal.switches_of(application);
    if users::is_webhook(application) {
        None
    } else if portal.apps.find(application).is_none() {
        Some("the portal has no such application now")
    } else if !switches.installed {
        Some("the installation is not finished")
    } else if !switches.active {
        Some("the application is not active")
    } else if switches.payment_expired {
        Some("the application's payment has expired")
    } else {
        None
    }
}

fn form(portal: &Portal, event: &Event, handler: &Handler) -> Result<Tree> {
    let mut form = Tree::new();
    form.insert("event".to_owned(), json!(event.code));
    if portal.switches().event_handler_id {
        form.insert("event_handler_id".to_owned(), json!(handler.id));
    }
    let auth = auth_fields(portal, event, handler)?;
    let client_id = portal.identity.client_id(&handler.application);
    let data = bots::with_auth(&event.code, event.data.clone(), &auth, client_id);
    form.insert("data".to_owned(), data);
    form.insert("ts".to_owned(), json!(clock::seconds()));
    form.insert("auth".to_owned(), auth);
    Ok(form)
}

fn record(
    portal: &Portal,
    event_id: u64,
    handler: Handler,
    result: DeliveryResult,
    body: Option<String>,
) {
    let ts = clock::now();
    portal.journal.add_delivery(|id| Delivery {
        id,
        ts,
        event_id,
        event: handler.event,
        handler: handler.handler,
        handler_id: handler.id,
        result,
        body,
    });
}
