//! Faults, contract §2.2 and §7.4: what the wire shows, and whether the call was executed.

mod answers;
mod chance;
mod refusals;

use serde_json::{Value, json};

use crate::running::Running;

fn bind() -> Value {
    json!({"event": "ONAPPTEST", "handler": "https://x.y/h"})
}

/// Status, body and whether the body came whole.
async fn seen(portal: &Running, fault: Value) -> (u16, Option<String>) {
    portal.control("faults", json!([fault])).await;
    let mut params = bind();
    params["auth"] = json!(portal.admin());
    let response = portal
        .client
        .post(portal.url("rest/event.bind"))
        .json(&params)
        .send()
        .await
        .unwrap();
    (response.status().as_u16(), response.text().await.ok())
}
