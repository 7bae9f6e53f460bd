//! What the portal does with a bind and an unbind, and in which order it refuses.

use bx24_protocol::Error;
use bx24_protocol::handlers::handler::User;
use bx24_protocol::wire::params::Params;

use super::{Registry, Row, text};

impl Registry {
    pub fn bind(&mut self, params: &Params, connector: &str, caller: User) -> Result<(), Error> {
        let user = user_to_bind_for(params, caller)?;
        let (event, url) = (event(params), text(params, "handler").unwrap_or_default());
        let mut row = if is_offline(params) {
            Row::offline(&event, connector)
        } else {
            Row::online(&event, url, user, connector)
        };
        row.options = text(params, "options").map(Into::into);
        self.check(&row, url, caller)?;
        self.rows.push(row);
        Ok(())
    }

    /// The rest of §3.1, in its order.
    fn check(&self, row: &Row, url: &str, caller: User) -> Result<(), Error> {
        if row.event.is_empty() {
            return Err(missing("EVENT"));
        }
        if row.offline && !caller.admin {
            return Err(denied());
        }
        if !row.offline {
            check_url(url)?;
        }
        if !self.events.contains(&row.event) {
            return Err(portal("ERROR_EVENT_NOT_FOUND", "Event not found"));
        }
        if row.offline && row.event == "ONOFFLINEEVENT" {
            let text = "Offline event cannot be registered for this event.";
            return Err(portal("ERROR_ARGUMENT", text));
        }
        let is_same = |other: &Row| other.offline == row.offline && other.key() == row.key();
        if self.rows.iter().any(is_same) {
            let text = "Unable to set event handler: Handler already binded";
            return Err(portal("ERROR_CORE", text));
        }
        Ok(())
    }

    pub fn unbind(&mut self, params: &Params, connector: &str, caller: User) -> Result<(), Error> {
        let event = event(params);
        if is_offline(params) {
            if !caller.admin {
                return Err(denied());
            }
            self.rows
                .retain(|row| !(row.offline && row.event == event && row.connector == connector));
            return Ok(());
        }
        let url = text(params, "handler").filter(|url| !url.is_empty());
        let url = url.ok_or_else(|| missing("HANDLER"))?;
        let user = user_to_unbind(params, caller)?;
        self.rows.retain(|row| {
            row.offline
                || row.event != event
                || row.url != url
                || user.is_some_and(|user| row.user != user)
        });
        Ok(())
    }
}

fn event(params: &Params) -> String {
    text(params, "event").unwrap_or_default().to_uppercase()
}

fn is_offline(params: &Params) -> bool {
    text(params, "event_type") == Some("offline")
}

/// Whose handler a bind makes: 0 is whoever causes the event, which an administrator alone may ask.
fn user_to_bind_for(params: &Params, caller: User) -> Result<i64, Error> {
    let given: i64 = text(params, "auth_type")
        .and_then(|id| id.parse().ok())
        .unwrap_or(0);
    match given.max(0) {
        user if caller.admin || user == caller.id => Ok(user),
        0 => Ok(caller.id),
        _ => Err(denied()),
    }
}

/// Whose handlers an unbind removes; `None`: all users'.
fn user_to_unbind(params: &Params, caller: User) -> Result<Option<i64>, Error> {
    match text(params, "auth_type") {
        Some(_) if !caller.admin => Err(denied()),
        Some(id) => Ok(Some(id.parse().unwrap_or(0))),
        None if caller.admin => Ok(None),
        None => Ok(Some(caller.id)),
    }
}

pub fn portal(code: &str, description: &str) -> Error {
    Error::new(code, description).with_status(400)
}

fn missing(argument: &str) -> Error {
    portal(
        "ERROR_ARGUMENT",
        &format!("Argument '{argument}' is null or empty"),
    )
}

fn denied() -> Error {
    Error::new("ACCESS_DENIED", "Access denied!").with_status(403)
}

/// Rows 6 to 8 of §3.1, for the plain URLs that the tests use.
fn check_url(url: &str) -> Result<(), Error> {
    if url.is_empty() {
        return Err(missing("HANDLER"));
    }
    let host = url.split_once("//").map_or("", |(_, rest)| {
        rest.split(['/', ':', '?']).next().unwrap_or("")
    });
    if host.find('.').unwrap_or(0) == 0 {
        return Err(portal("ERROR_WRONG_HANDLER_URL", "Wrong handler URL"));
    }
    if !url.starts_with("http://") && !url.starts_with("https://") {
        let text = "Unsupported handler protocol";
        return Err(portal("ERROR_UNSUPPORTED_PROTOCOL", text));
    }
    Ok(())
}
