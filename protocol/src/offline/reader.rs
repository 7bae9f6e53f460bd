//! The queue of offline events, reserved batch by batch.

use crate::error::Error;
use crate::handlers::handler::put;
use crate::offline::requests::{connect, named, positive};
use crate::offline::reservation::Reservation;
use crate::wire::command::Command;
use crate::wire::params::{Params, Value};

/// What to do next for the next batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Pull {
    /// Call, then give its answer to [`Batches::received`].
    Get(Command),
    /// Wait so many milliseconds, then ask again.
    Wait(f64),
    /// The queue is empty.
    End,
}

/// A walk through the queue: reservations left over first, then fresh ones until it is empty.
pub struct Batches {
    /// Reservations to read again, the next one last.
    resume: Vec<String>,
    /// The reservation that is read again.
    current: Option<String>,
    /// `ID` of the last event read of it; empty before the first.
    after: String,
    size: i64,
    connector: Option<String>,
    poll: Option<f64>,
    empty: bool,
}

impl Batches {
    /// A walk by `size` events through the queue of a connector. It begins with the reservations named in `resume`; at the end it
    /// looks again every `poll` milliseconds, or ends without.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a size below 1 and an empty process id.
    pub fn new(
        mut resume: Vec<String>,
        size: i64,
        connector: Option<String>,
        poll: Option<f64>,
    ) -> Result<Self, Error> {
        positive("size", size)?;
        for process_id in &resume {
            named(process_id)?;
        }
        resume.reverse();
        Ok(Self {
            current: resume.pop(),
            resume,
            after: String::new(),
            size,
            connector,
            poll,
            empty: false,
        })
    }

    /// The next thing to do.
    pub fn pull(&mut self) -> Pull {
        if std::mem::take(&mut self.empty) {
            return self.poll.map_or(Pull::End, Pull::Wait);
        }
        let mut params = Params::new();
        put(&mut params, "clear", "0".into());
        put(&mut params, "limit", self.size.into());
        connect(&mut params, self.connector.as_deref());
        if let Some(process_id) = &self.current {
            put(&mut params, "process_id", process_id.as_str().into());
            put(&mut params, "order", field("ID", "ASC"));
        }
        if !self.after.is_empty() {
            put(&mut params, "filter", field(">ID", &self.after));
        }
        Pull::Get(Command::new("event.offline.get", params))
    }

    /// Takes the answer to [`Pull::Get`]: the `MESSAGE_ID`s of its events, and the `ID` of the last
    /// one, which grows from event to event. Gives the reservation if it holds events. Without any,
    /// go on with [`Batches::pull`].
    pub fn received(
        &mut self,
        process_id: &str,
        message_ids: Vec<String>,
        last: String,
    ) -> Option<Reservation> {
        let count = message_ids.len();
        if self.current.is_none() {
            self.empty = count == 0;
        } else {
            let repeated = !last.is_empty() && last == self.after;
            self.after = last;
            if repeated || (count as i64) < self.size {
                self.after.clear();
            }
            if self.after.is_empty() {
                self.current = self.resume.pop();
            }
            if repeated {
                return None;
            }
        }
        let connector = self.connector.clone();
        (count > 0).then(|| Reservation::new(process_id, connector, message_ids))
    }
}

fn field(name: &str, value: &str) -> Value {
    let mut map = Params::new();
    put(&mut map, name, value.into());
    Value::Map(map)
}
