//! The calls of the offline queue's methods. What the portal would take for more than was meant is
//! refused (contract §3.6).

use crate::calls::settings::unknown_option;
use crate::error::Error;
use crate::wire::command::Command;
use crate::wire::params::{Params, Value};

/// `event.offline.get`: `filter`, `order`, `limit` (50), `clear` (false: events are reserved),
/// `processId` (reads a reservation again), `error` (those marked as failed), `connector`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown option, a limit below 1, an empty process id, or `clear` with
/// `processId`: the portal would take out the whole reservation, beyond the limit too.
pub fn get(options: Params) -> Result<Command, Error> {
    const NAMES: [&str; 7] = [
        "filter",
        "order",
        "limit",
        "clear",
        "processId",
        "error",
        "connector",
    ];
    let mut params = portal_names(options, &NAMES)?;
    let clear = take_flag(&mut params, "clear")?;
    let error = take_flag(&mut params, "error")?;
    if clear && text(&params, "process_id").is_some() {
        return Err(Error::invalid(
            "`clear` with `processId` would drop events unread: use `offline.clear`",
        ));
    }
    Ok(Command::new("event.offline.get")
        .with_params(params)
        .with("clear", i64::from(clear))
        .with("error", i64::from(error)))
}

/// `event.offline.list`, which reads only: `filter`, `order`, `start` (pages have 50 rows),
/// `connector`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown option.
pub fn list(options: Params) -> Result<Command, Error> {
    let params = portal_names(options, &["filter", "order", "start", "connector"])?;
    Ok(Command::new("event.offline.list").with_params(params))
}

/// Lists those of these messages, up to 50, that belong to a reservation.
#[must_use]
pub fn members(process_id: &str, message_ids: &[String], connector: Option<&str>) -> Command {
    let filter = vec![
        ("PROCESS_ID".to_owned(), process_id.into()),
        ("@MESSAGE_ID".to_owned(), Value::texts(message_ids)),
    ];
    let command = Command::new("event.offline.list").with("filter", Value::Map(filter));
    in_queue(command, connector)
}

/// Lists what is reserved in a queue, from the row `start` on.
#[must_use]
pub fn reserved(connector: Option<&str>, start: i64) -> Command {
    let filter = vec![(">PROCESS_ID".to_owned(), "".into())];
    let command = Command::new("event.offline.list")
        .with("filter", Value::Map(filter))
        .with("start", start);
    in_queue(command, connector)
}

/// The two ways to settle messages of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// `event.offline.clear`: takes messages of a reservation out of the queue.
    Clear,
    /// `event.offline.error`: marks messages of a reservation as failed and ends their reservation.
    /// For messages of another reservation the portal drops their newer events (contract §3.6):
    /// [`Reservation`](super::reservation::Reservation) refuses those.
    Error,
}

impl Settlement {
    fn method(self) -> &'static str {
        match self {
            Self::Clear => "event.offline.clear",
            Self::Error => "event.offline.error",
        }
    }

    /// The command for these messages; without `message_ids`, for all of the reservation. `None` for
    /// `[]`: there is nothing to send, and the portal could take it for all.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an empty process id, which the portal takes for every free event, or an
    /// invalid message id.
    pub fn command(
        self,
        process_id: &str,
        message_ids: Option<&[String]>,
        connector: Option<&str>,
    ) -> Result<Option<Command>, Error> {
        check_process_id(process_id)?;
        let command = Command::new(self.method()).with("process_id", process_id);
        let command = in_queue(command, connector);
        let Some(ids) = message_ids else {
            return Ok(Some(command));
        };
        if let Some(id) = ids.iter().find(|id| id.len() != 32) {
            return Err(Error::invalid(format!(
                "`{id}` is not a `MESSAGE_ID`, which has 32 characters"
            )));
        }
        Ok((!ids.is_empty()).then(|| command.with("message_id", Value::texts(ids))))
    }
}

/// Refuses an empty process id, which the portal takes for every free event.
pub(crate) fn check_process_id(process_id: &str) -> Result<(), Error> {
    match process_id {
        "" => Err(Error::invalid(
            "the process id is empty: give the `processId` of the events",
        )),
        _ => Ok(()),
    }
}

/// The same command for the queue of this connector.
pub(crate) fn in_queue(command: Command, connector: Option<&str>) -> Command {
    match connector {
        Some(key) => command.with("auth_connector", key),
        None => command,
    }
}

/// Refuses a number below 1.
pub(crate) fn check_positive(name: &str, number: i64) -> Result<(), Error> {
    match number {
        1.. => Ok(()),
        _ => Err(Error::invalid(format!(
            "`{name}` must be a whole number, 1 or more"
        ))),
    }
}

/// Checks options and gives them the portal's names.
fn portal_names(options: Params, names: &[&str]) -> Result<Params, Error> {
    let mut params = Params::new();
    for (name, value) in options {
        if !names.contains(&name.as_str()) {
            return Err(unknown_option(&name, names));
        }
        let name = match name.as_str() {
            "processId" => "process_id",
            "connector" => "auth_connector",
            name => name,
        };
        params.push((name.to_owned(), value));
    }
    if let Some(limit) = text(&params, "limit") {
        check_positive("limit", limit.parse().unwrap_or(0))?;
    }
    if let Some(process_id) = text(&params, "process_id") {
        check_process_id(process_id)?;
    }
    Ok(params)
}

/// Takes out a boolean, to be sent as 0 or 1: the portal reads `"false"` as true in one place and
/// `"true"` as 0 in another.
fn take_flag(params: &mut Params, name: &str) -> Result<bool, Error> {
    let flag = match text(params, name) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            return Err(Error::invalid(format!("`{name}` must be true or false")));
        }
    };
    params.retain(|(key, _)| key != name);
    Ok(flag)
}

fn text<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    match params.iter().find(|(key, _)| key == name) {
        Some((_, Value::Text(text))) => Some(text),
        _ => None,
    }
}
