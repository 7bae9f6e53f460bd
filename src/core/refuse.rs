//! What the portal would refuse, told before it is asked.

use super::address;
use super::facts::Facts;
use super::handler::Handler;
use super::suggest::{dynamic, nearest};

/// A field, as JavaScript spells it, and what is wrong with it.
pub(crate) type Refusal = (&'static str, String);

/// Why `event.bind` would refuse this handler, in the portal's order (contract §3.1).
pub(crate) fn refusal(handler: &Handler, facts: &Facts) -> Option<Refusal> {
    rights(handler, facts)
        .or_else(|| {
            let wrong = address::refusal(handler.url()).filter(|_| !handler.offline());
            wrong.map(|reason| ("handler", reason))
        })
        .or_else(|| unknown(handler, facts))
        .or_else(|| online_only(handler))
}

fn rights(handler: &Handler, facts: &Facts) -> Option<Refusal> {
    let user = facts.user;
    if user.admin {
        return None;
    }
    if handler.offline() {
        let reason = "offline events need administrator rights: let an administrator bind them";
        return Some(("eventType", reason.into()));
    }
    (handler.user() != user.id).then(|| {
        let reason = [
            "binding for user ",
            &handler.user().to_string(),
            " needs administrator rights: leave `authType` out to bind for yourself",
        ];
        ("authType", reason.concat())
    })
}

fn unknown(handler: &Handler, facts: &Facts) -> Option<Refusal> {
    let code = &handler.event;
    if facts.knows(code) || dynamic(code) {
        return None;
    }
    let near = nearest(code, &facts.events);
    let mut reason = ["there is no event `", code, "` in the granted scopes"].concat();
    if near.is_empty() {
        reason.push_str(": check the code and the application's scopes");
    } else {
        reason.push_str("; did you mean `");
        reason.push_str(&near.join("` or `"));
        reason.push_str("`?");
    }
    Some(("event", reason))
}

fn online_only(handler: &Handler) -> Option<Refusal> {
    (handler.offline() && handler.event == "ONOFFLINEEVENT").then(|| {
        let reason = "`ONOFFLINEEVENT` cannot be bound offline: it says that offline events wait";
        ("eventType", reason.into())
    })
}
