//! Offline events, contract §3.6.

mod queue;
mod read;
mod refused;
mod reserve;
mod settle;

use serde_json::{Value, json};

use crate::running::Running;

/// A portal whose app queues new leads and deal updates, without a connector.
async fn queueing() -> Running {
    let portal = Running::start().await;
    bind_queues(&portal).await;
    portal
}

async fn bind_queues(portal: &Running) {
    for event in ["ONCRMLEADADD", "ONCRMDEALUPDATE"] {
        let offline = json!({"event": event, "event_type": "offline"});
        portal.result("event.bind", offline).await;
    }
}

async fn leads(portal: &Running, ids: impl IntoIterator<Item = i64>) {
    for id in ids {
        portal.control("lead", json!({"id": id})).await;
    }
}

/// The ids of the leads, in order.
fn ids(events: &Value) -> Vec<String> {
    let id = |event: &Value| {
        event["EVENT_DATA"]["FIELDS"]["ID"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    events.as_array().unwrap().iter().map(id).collect()
}

async fn get(portal: &Running, params: Value) -> Value {
    portal.result("event.offline.get", params).await
}

async fn list(portal: &Running) -> Vec<Value> {
    portal
        .result("event.offline.list", json!({}))
        .await
        .as_array()
        .unwrap()
        .clone()
}
