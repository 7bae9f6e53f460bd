//! Requests to the queue of offline events, without their traps (contract §3.6).

use super::command::Command;
use super::error::Error;
use super::value::{Params, Value};

/// `event.offline.get`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Get {
    /// Conditions by field, a [`Value::Map`].
    pub filter: Option<Value>,
    /// Directions by field, a [`Value::Map`].
    pub order: Option<Value>,
    /// How many events at most, at least 1; the portal takes 50.
    pub limit: Option<i64>,
    /// Whether the events leave the queue at once; false: they are reserved.
    pub clear: bool,
    /// Reads a reservation again instead of making one.
    pub process_id: Option<String>,
    /// Whether events marked by [`error`] are meant.
    pub error: bool,
}

impl Get {
    /// The call.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a limit below 1, an empty process id, and `clear` of a reservation:
    /// the portal would take it out as a whole, events beyond the limit too.
    pub fn command(&self) -> Result<Command, Error> {
        if let Some(limit) = self.limit {
            positive("limit", limit)?;
        }
        if let Some(process_id) = &self.process_id {
            named(process_id)?;
            if self.clear {
                return Err(Error::invalid(
                    "`clear` with a process id would remove events that are not given: use `offline.clear`",
                ));
            }
        }
        Ok(self.build())
    }

    /// The call, unchecked.
    pub(crate) fn build(&self) -> Command {
        let mut params = page(&self.filter, &self.order);
        if let Some(limit) = self.limit {
            params.push(("limit".into(), limit.into()));
        }
        if let Some(process_id) = &self.process_id {
            params.push(("process_id".into(), process_id.as_str().into()));
        }
        params.push(("clear".into(), i64::from(self.clear).into()));
        if self.error {
            params.push(("error".into(), "1".into()));
        }
        command("event.offline.get", params)
    }
}

/// `event.offline.list`: reads only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Conditions by field, a [`Value::Map`].
    pub filter: Option<Value>,
    /// Directions by field, a [`Value::Map`].
    pub order: Option<Value>,
    /// Where the page begins; pages have 50 rows.
    pub start: Option<i64>,
}

impl List {
    /// The call.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut params = page(&self.filter, &self.order);
        if let Some(start) = self.start {
            params.push(("start".into(), start.into()));
        }
        command("event.offline.list", params)
    }

    /// Those of up to 50 messages that belong to a reservation.
    #[must_use]
    pub fn members(process_id: &str, message_ids: &[String]) -> Self {
        let filter = vec![
            ("PROCESS_ID".into(), process_id.into()),
            ("@MESSAGE_ID".into(), texts(message_ids)),
        ];
        Self {
            filter: Some(Value::Map(filter)),
            ..Self::default()
        }
    }
}

/// `event.offline.clear`: all of a reservation without `message_ids`; nothing to send for `[]`,
/// which the portal takes for all.
///
/// # Errors
/// `INVALID_ARGUMENT` for an empty process id (the portal would drop every free event) and for a
/// message id that is none.
pub fn clear(process_id: &str, message_ids: Option<&[String]>) -> Result<Option<Command>, Error> {
    let mut params = process(process_id)?;
    match message_ids {
        Some([]) => return Ok(None),
        Some(ids) => messages(ids, &mut params)?,
        None => {}
    }
    Ok(Some(command("event.offline.clear", params)))
}

/// `event.offline.error`: marks events of a reservation as failed and frees them. The portal drops
/// events of other reservations with these ids: [`Reservation`](super::reservation::Reservation)
/// refuses them. Nothing to send for `[]`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an empty process id and for a message id that is none.
pub fn error(process_id: &str, message_ids: &[String]) -> Result<Option<Command>, Error> {
    let mut params = process(process_id)?;
    messages(message_ids, &mut params)?;
    Ok((!message_ids.is_empty()).then(|| command("event.offline.error", params)))
}

/// Refuses a number below 1.
pub(crate) fn positive(name: &str, number: i64) -> Result<(), Error> {
    if number >= 1 {
        return Ok(());
    }
    Err(Error::invalid(
        [
            "`",
            &number.to_string(),
            "` is no `",
            name,
            "`: give at least 1",
        ]
        .concat(),
    ))
}

/// Refuses a process id that means "all that is free".
pub(crate) fn named(process_id: &str) -> Result<(), Error> {
    if process_id.is_empty() {
        return Err(Error::invalid(
            "the process id is empty: give the one that came with the events",
        ));
    }
    Ok(())
}

/// Parameters that begin with the process id.
fn process(process_id: &str) -> Result<Params, Error> {
    named(process_id)?;
    Ok(vec![("process_id".into(), process_id.into())])
}

fn messages(ids: &[String], params: &mut Params) -> Result<(), Error> {
    if let Some(id) = ids.iter().find(|id| id.chars().count() != 32) {
        let reason = [
            "`",
            id,
            "` is no message id: give `MESSAGE_ID`, 32 characters",
        ];
        return Err(Error::invalid(reason.concat()));
    }
    params.push(("message_id".into(), texts(ids)));
    Ok(())
}

fn page(filter: &Option<Value>, order: &Option<Value>) -> Params {
    let mut params = Params::new();
    for (name, value) in [("filter", filter), ("order", order)] {
        if let Some(value) = value {
            params.push((name.into(), value.clone()));
        }
    }
    params
}

fn texts(ids: &[String]) -> Value {
    Value::List(ids.iter().map(|id| id.as_str().into()).collect())
}

fn command(method: &'static str, params: Params) -> Command {
    Command { method, params }
}
