//! The handlers that were bound, and their end.

use serde_json::{Map, Value, json};

use super::session::Session;
use crate::conformance::{Caller, PLACE};

/// A second and a third try, should the portal be busy.
const ROUNDS: usize = 3;

/// The parameters by which `event.unbind` removes what was bound. An answer may be lost: every bind
/// that was sent counts.
#[derive(Default)]
pub struct Bound(Vec<Value>);

impl Bound {
    /// Notes what a call binds, before it is sent.
    pub fn note(&mut self, method: &str, params: &Value) {
        let found = match method.to_ascii_lowercase().as_str() {
            "event.bind" => params.as_object().and_then(unbind).into_iter().collect(),
            "batch" => in_batch(params),
            _ => Vec::new(),
        };
        self.0.extend(found);
    }

    /// Unbinds them all. What the portal does not answer stays for the next time.
    pub async fn remove(&mut self, session: &mut Session<'_>) {
        for params in std::mem::take(&mut self.0) {
            let fields = params.as_object().cloned().unwrap_or_default();
            let reply = session.call(Caller::Admin, "event.unbind", fields).await;
            let done = |body: &Value| body.pointer("/result/count").is_some();
            if !matches!(reply, Ok(Ok((200, body))) if done(&body)) {
                self.0.push(params);
            }
        }
    }

    /// Unbinds what is left below `place` until the portal says that nothing is; what cannot be
    /// removed is the answer.
    pub async fn finish(mut self, session: &mut Session<'_>, place: &str) -> Vec<String> {
        for _ in 0..ROUNDS {
            self.remove(session).await;
            let reply = session.call(Caller::Admin, "event.get", Map::new()).await;
            let Ok(Ok((200, body))) = reply else {
                continue;
            };
            self.0 = handlers(&body)
                .filter(|handler| handler.to_string().contains(place))
                .filter_map(|handler| handler.as_object().and_then(unbind))
                .collect();
            if self.0.is_empty() {
                return Vec::new();
            }
        }
        let left = self.0.iter().map(Value::to_string);
        left.chain([format!("perhaps more below `{place}`")])
            .collect()
    }
}

fn handlers(body: &Value) -> impl Iterator<Item = &Value> {
    body.get("result")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// Of the parameters of a bind, or of a handler that `event.get` names; none of what is not below
/// [`PLACE`]: an offline handler without a connector would be the application's own.
fn unbind(params: &Map<String, Value>) -> Option<Value> {
    let text = |name: &str| {
        let mut all = params.iter();
        let (_, value) = all.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        value.as_str().filter(|text| !text.is_empty())
    };
    let event = text("event")?;
    let below = |value: &str| value.contains(PLACE);
    let connector = text("auth_connector").or_else(|| text("connector_id"));
    match (text("handler"), connector) {
        (_, Some(connector)) if below(connector) => Some(json!({
            "event": event, "event_type": "offline", "auth_connector": connector
        })),
        (Some(handler), _) if below(handler) => Some(json!({"event": event, "handler": handler})),
        _ => None,
    }
}

fn in_batch(params: &Value) -> Vec<Value> {
    let commands: Vec<&Value> = match params.get("cmd") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(Value::Object(map)) => map.values().collect(),
        _ => Vec::new(),
    };
    let texts = commands.into_iter().filter_map(Value::as_str);
    texts
        .filter_map(|command| command.strip_prefix("event.bind?"))
        .filter_map(|query| {
            let pairs = form_urlencoded::parse(query.as_bytes());
            unbind(&pairs.map(|(k, v)| (k.into(), json!(v))).collect())
        })
        .collect()
}
