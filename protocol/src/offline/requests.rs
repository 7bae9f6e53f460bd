//! Requests to the queue of offline events, without their traps (contract §3.6).

use crate::calls::settings::unknown;
use crate::error::Error;
use crate::handlers::handler::put;
use crate::text::whole;
use crate::wire::command::Command;
use crate::wire::params::{Params, Value};

/// `event.offline.get`: `filter`, `order`, `limit` (50), `clear` (false: events are reserved),
/// `processId` (reads a reservation again), `error` (those marked as failed), `connector`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown option, a limit below 1, an empty process id, and `clear` of
/// a reservation: the portal would take out all of it, events beyond the limit too.
pub fn get(options: Params) -> Result<Command, Error> {
    const NAMES: &[&str] = &[
        "filter",
        "order",
        "limit",
        "clear",
        "processId",
        "error",
        "connector",
    ];
    let mut params = renamed(options, NAMES)?;
    let clear = flag(&mut params, "clear")?;
    let error = flag(&mut params, "error")?;
    if clear && text(&params, "process_id").is_some() {
        return Err(Error::invalid(
            "`clear` with `processId` would drop events unread: use `offline.clear`",
            &[],
        ));
    }
    put(&mut params, "clear", i64::from(clear).into());
    put(&mut params, "error", i64::from(error).into());
    Ok(Command::new("event.offline.get", params))
}

/// `event.offline.list`, which reads only: `filter`, `order`, `start` (pages have 50 rows),
/// `connector`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown option.
pub fn list(options: Params) -> Result<Command, Error> {
    let params = renamed(options, &["filter", "order", "start", "connector"])?;
    Ok(Command::new("event.offline.list", params))
}

/// Lists those of up to 50 messages that belong to a reservation.
#[must_use]
pub fn members(process_id: &str, message_ids: &[String], connector: Option<&str>) -> Command {
    let mut filter = Params::new();
    put(&mut filter, "PROCESS_ID", process_id.into());
    put(&mut filter, "@MESSAGE_ID", texts(message_ids));
    let mut params = Params::new();
    put(&mut params, "filter", Value::Map(filter));
    connect(&mut params, connector);
    Command::new("event.offline.list", params)
}

/// `event.offline.clear`: takes these messages of a reservation out of the queue, all of it
/// without `message_ids`.
pub const CLEAR: &str = "event.offline.clear";
/// `event.offline.error`: marks these messages of a reservation as failed and frees them. The
/// portal drops newer events of messages that belong to another reservation, see
/// [`Reservation`](crate::offline::reservation::Reservation).
pub const ERROR: &str = "event.offline.error";

/// [`CLEAR`] or [`ERROR`]. Nothing to send for `[]`, which the portal may take for all.
///
/// # Errors
/// `INVALID_ARGUMENT` for an empty process id, which means every free event, and for a message id
/// that is none.
pub fn settle(
    method: &'static str,
    process_id: &str,
    message_ids: Option<&[String]>,
    connector: Option<&str>,
) -> Result<Option<Command>, Error> {
    named(process_id)?;
    let mut params = Params::new();
    put(&mut params, "process_id", process_id.into());
    connect(&mut params, connector);
    if let Some(ids) = message_ids {
        if ids.is_empty() {
            return Ok(None);
        }
        if let Some(id) = ids.iter().find(|id| id.len() != 32) {
            return Err(Error::invalid(
                "`%` is no `MESSAGE_ID` of 32 characters",
                &[id],
            ));
        }
        put(&mut params, "message_id", texts(ids));
    }
    Ok(Some(Command::new(method, params)))
}

/// Refuses a process id that means "all that is free".
pub(crate) fn named(process_id: &str) -> Result<(), Error> {
    match process_id {
        "" => Err(Error::invalid(
            "the process id is empty: give that of the events",
            &[],
        )),
        _ => Ok(()),
    }
}

/// Names the queue.
pub(crate) fn connect(params: &mut Params, connector: Option<&str>) {
    if let Some(key) = connector {
        put(params, "auth_connector", key.into());
    }
}

/// Options under the portal's names, checked.
fn renamed(options: Params, names: &[&str]) -> Result<Params, Error> {
    let mut params = Params::new();
    for (name, value) in options {
        if !names.contains(&name.as_str()) {
            return Err(unknown(&name));
        }
        let name = match name.as_str() {
            "processId" => "process_id",
            "connector" => "auth_connector",
            name => name,
        };
        put(&mut params, name, value);
    }
    if let Some(limit) = text(&params, "limit") {
        positive("limit", whole(limit).unwrap_or(0))?;
    }
    named(text(&params, "process_id").unwrap_or("-"))?;
    Ok(params)
}

/// Refuses a number below 1.
pub(crate) fn positive(name: &str, number: i64) -> Result<(), Error> {
    match number {
        1.. => Ok(()),
        _ => Err(Error::invalid(
            "`%` has to be a whole number, at least 1",
            &[name],
        )),
    }
}

/// Takes a boolean out: the portal reads `"false"` as true in one place and `"true"` as 0 in
/// another.
fn flag(params: &mut Params, name: &str) -> Result<bool, Error> {
    let flag = match text(params, name) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Error::invalid("`%` has to be true or false", &[name])),
    };
    if let Some(index) = params.iter().position(|(key, _)| key == name) {
        params.remove(index);
    }
    Ok(flag)
}

fn text<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    match params.iter().find(|(key, _)| key == name) {
        Some((_, Value::Text(text))) => Some(text),
        _ => None,
    }
}

fn texts(ids: &[String]) -> Value {
    let mut list = Vec::new();
    for id in ids {
        list.push(id.as_str().into());
    }
    Value::List(list)
}
