//! What the portal would refuse, told before it is asked.

use crate::handlers::handler::Handler;
use crate::handlers::snapshot::Facts;
use crate::text::{digits, fill};
use crate::wire::event_code::{dynamic, nearest};
use crate::wire::handler_url;

/// Why `event.bind` would refuse this handler (contract §3.1): a field, as JavaScript spells it,
/// and what is wrong with it.
pub(crate) fn refusal(handler: &Handler, facts: &Facts) -> Option<(&'static str, String)> {
    let (code, caller) = (handler.event.as_str(), facts.user);
    if handler.offline() {
        if !caller.admin {
            let reason = "offline events need administrator rights";
            return Some(("eventType", reason.into()));
        }
        if code == "ONOFFLINEEVENT" {
            let reason = "`ONOFFLINEEVENT` cannot be bound offline";
            return Some(("eventType", reason.into()));
        }
    } else {
        if !caller.admin && handler.user() != caller.id {
            let reason = "binding for user % needs administrator rights: leave `authType` out";
            return Some(("authType", fill(reason, &[&digits(handler.user())])));
        }
        if let Some(reason) = handler_url::refusal(handler.url()) {
            return Some(("handler", reason));
        }
    }
    (!facts.knows(code) && !dynamic(code)).then(|| ("event", unknown(code, facts)))
}

fn unknown(code: &str, facts: &Facts) -> String {
    let mut near = String::new();
    for code in nearest(code, &facts.events) {
        if !near.is_empty() {
            near.push_str("` or `");
        }
        near.push_str(code);
    }
    match near.as_str() {
        "" => fill(
            "the granted scopes have no event `%`: check the code and the scopes",
            &[code],
        ),
        near => fill(
            "the granted scopes have no event `%`; did you mean `%`?",
            &[code, near],
        ),
    }
}
