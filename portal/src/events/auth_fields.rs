//! `auth[...]` of a delivered event (contract §9.1).

use rusqlite::Result;
use serde_json::{Value, json};

use super::Event;
use crate::apps::users;
use crate::clock;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::store::handlers::Handler;
use crate::store::tokens::{self, Holder};

/// Events whose handlers get a refresh token.
const WITH_REFRESH: [&str; 9] = [
    "ONAPPINSTALL",
    "ONAPPUPDATE",
    "ONAPPTEST",
    "ONOFFLINEEVENT",
    "ONIMBOTJOINCHAT",
    "ONIMBOTMESSAGEADD",
    "ONIMBOTMESSAGEUPDATE",
    "ONIMBOTMESSAGEDELETE",
    "ONIMCOMMANDADD",
];
/// Events that never carry a user's token.
const WITHOUT_USER: [&str; 3] = ["ONAPPUNINSTALL", "ONAPPMETHODCONFIRM", "ONAPPPAYMENT"];

/// The fields for one handler. Their token is that of the bound user, else of the user who caused
/// the event; without a user, and for webhooks, there is none.
pub fn auth_fields(portal: &Portal, event: &Event, handler: &Handler) -> Result<Value> {
    let user = if handler.user > 0 {
        Some(handler.user)
    } else {
        event.user
    };
    let without_token =
        users::is_webhook(&handler.application) || WITHOUT_USER.contains(&event.code.as_str());
    let mut auth = match user.filter(|_| !without_token) {
        Some(user) => token_fields(portal, event, &Holder::new(&handler.application, user))?,
        None => Tree::new(),
    };
    auth.extend(portal_fields(portal, &handler.application));
    Ok(Value::Object(auth))
}

fn token_fields(portal: &Portal, event: &Event, holder: &Holder) -> Result<Tree> {
    let switches = portal.switches_of(&holder.application);
    let lifetime = switches.token_lifetime;
    let with_refresh = WITH_REFRESH.contains(&event.code.as_str());
    let depth = event.depth - 1;
    let (access, refresh) = portal.store.transaction(|db| {
        if with_refresh {
            let pair = tokens::issue(db, holder, lifetime, depth)?;
            return Ok((pair.access, Some(pair.refresh)));
        }
        Ok((tokens::issue_access(db, holder, lifetime, depth)?, None))
    })?;
    let mut fields = object(json!({
        "access_token": access,
        "expires": clock::seconds() + lifetime,
        "expires_in": lifetime,
        "scope": switches.scopes.join(","),
        "status": "L",
        "user_id": holder.user,
    }));
    if let Some(refresh) = refresh {
        fields.insert("refresh_token".to_owned(), json!(refresh));
    }
    Ok(fields)
}

fn portal_fields(portal: &Portal, application: &str) -> Tree {
    object(json!({
        "domain": portal.addresses.domain(),
        "client_endpoint": portal.addresses.rest(),
        "server_endpoint": portal.addresses.authorization_rest(),
        "member_id": portal.identity.member_id,
        "application_token": portal.identity.application_token(application),
    }))
}

fn object(value: Value) -> Tree {
    match value {
        Value::Object(map) => map,
        _ => Tree::new(),
    }
}
