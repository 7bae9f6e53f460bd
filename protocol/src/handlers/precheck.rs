//! Finds out what the portal would refuse, before anything is sent.

use super::handler::Handler;
use super::snapshot::Snapshot;
use crate::wire::event_code::{is_smart_process, nearest};
use crate::wire::handler_url;

/// Why `event.bind` would refuse this handler (contract §3.1): the field, as JavaScript spells it,
/// and what is wrong with it; `None` if it would not.
pub(crate) fn why_refused(
    handler: &Handler,
    snapshot: &Snapshot,
) -> Option<(&'static str, String)> {
    let reason = if handler.is_offline() {
        why_refused_offline(handler, snapshot)
    } else {
        why_refused_online(handler, snapshot)
    };
    reason.or_else(|| {
        let reason = why_unknown(&handler.event, &snapshot.events)?;
        Some(("event", reason))
    })
}

fn why_refused_offline(handler: &Handler, snapshot: &Snapshot) -> Option<(&'static str, String)> {
    let reason = if !snapshot.user.admin {
        "offline events need administrator rights"
    } else if handler.event == "ONOFFLINEEVENT" {
        "`ONOFFLINEEVENT` cannot be bound offline"
    } else {
        return None;
    };
    Some(("eventType", reason.into()))
}

fn why_refused_online(handler: &Handler, snapshot: &Snapshot) -> Option<(&'static str, String)> {
    let (caller, user) = (snapshot.user, handler.user());
    if !caller.admin && user != caller.id {
        let reason =
            format!("binding for user {user} needs administrator rights: leave `authType` out");
        return Some(("authType", reason));
    }
    handler_url::why_refused(handler.url()).map(|reason| ("handler", reason))
}

/// Why the portal does not find this code (upper case); `None` if `known`, which `events` lists, has
/// it or says nothing.
pub(crate) fn why_unknown(code: &str, known: &[String]) -> Option<String> {
    if known.is_empty() || known.iter().any(|one| one == code) || is_smart_process(code) {
        return None;
    }
    let near = nearest(code, known);
    if near.is_empty() {
        return Some(format!(
            "the granted scopes have no event `{code}`: check the code and the scopes"
        ));
    }
    let near = near.join("` or `");
    Some(format!(
        "the granted scopes have no event `{code}`; did you mean `{near}`?"
    ))
}
