//! Who calls, and which exchanges are not for this caller.

use serde_json::{Map, Value, json};

use super::access::Access;
use super::session::Session;
use crate::conformance::{Caller, Exchange, shortened};

/// What the exchanges depend on.
pub struct Identity {
    webhook: bool,
    admin: bool,
    /// Whether queues of a connector are in the portal's plan.
    connector: bool,
    /// Whether the event methods take this credential (contract §3).
    pub events: bool,
}

impl Identity {
    /// Asks the portal.
    pub async fn ask(session: &mut Session<'_>, access: &Access) -> Result<Self, String> {
        let profile = ask(session, access, "profile", json!({})).await?;
        let feature = json!({"code": "rest_auth_connector"});
        let feature = ask(session, access, "feature.get", feature).await?;
        Ok(Self {
            webhook: access.is_webhook(),
            admin: profile.get("ADMIN") == Some(&json!(true)),
            connector: feature.get("value") != Some(&json!("N")),
            events: !access.is_webhook() || takes_webhooks(session, access).await?,
        })
    }

    /// What an exchange needs that is not there.
    pub fn lacks(&self, exchange: &Exchange) -> Option<&'static str> {
        match exchange.caller {
            Caller::Admin if !self.admin => Some("an administrator's credential"),
            Caller::User if self.admin => Some("a credential of a user who is no administrator"),
            Caller::Webhook if !self.webhook => Some("a webhook"),
            Caller::Nobody | Caller::Unknown | Caller::WrongWebhook => None,
            _ if !self.connector && mentions(exchange, "auth_connector") => {
                Some("the feature `rest_auth_connector`")
            }
            _ if !self.events && is_of_events(exchange) => {
                Some("a token: this portal refuses webhooks at event methods")
            }
            _ => None,
        }
    }
}

fn mentions(exchange: &Exchange, name: &str) -> bool {
    exchange
        .calls()
        .any(|(_, params)| params.to_string().contains(name))
}

fn is_of_events(exchange: &Exchange) -> bool {
    mentions(exchange, "event.") || exchange.calls().any(|(name, _)| name.starts_with("event"))
}

/// `result` of a call without which nothing can be compared.
async fn ask(
    session: &mut Session<'_>,
    access: &Access,
    method: &str,
    params: Value,
) -> Result<Value, String> {
    let params = params.as_object().cloned().unwrap_or_default();
    let (host, variable) = (access.host(), access.variable());
    match session.call(Caller::Admin, method, params).await {
        Ok(Ok((200, mut body))) if body.get("result").is_some() => {
            Ok(body.get_mut("result").map(Value::take).unwrap_or_default())
        }
        Ok(Ok((status, body))) => Err(format!(
            "`{host}` does not answer `{method}` to `{variable}`: {status} `{}`",
            shortened(&body)
        )),
        Ok(Err(broken)) => Err(format!("`{host}` does not answer `{method}`: {broken}")),
        Err(ended) => Err(ended.said(&host)),
    }
}

async fn takes_webhooks(session: &mut Session<'_>, access: &Access) -> Result<bool, String> {
    let reply = session.call(Caller::Webhook, "event.get", Map::new()).await;
    let reply = reply.map_err(|ended| ended.said(&access.host()))?;
    let refused = |body: &Value| body.get("error") == Some(&json!("WRONG_AUTH_TYPE"));
    Ok(!reply.is_ok_and(|(_, body)| refused(&body)))
}
