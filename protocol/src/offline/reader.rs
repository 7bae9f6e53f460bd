//! Walks through the queue of offline events, which it reserves batch by batch.

use super::requests::{check_positive, check_process_id, in_queue};
use super::reservation::Reservation;
use crate::error::Error;
use crate::wire::body::Body;
use crate::wire::command::Command;
use crate::wire::params::Value;

/// The options of a walk.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderOptions {
    /// The process ids of reservations left over from a crash: they come first. Default: none.
    pub resume: Vec<String>,
    /// How many events a batch has at most. Default: 50.
    pub size: i64,
    /// The connector, which selects the queue. Default: none.
    pub connector: Option<String>,
    /// Milliseconds between two looks at an empty queue. Default: `None`, the walk ends when the queue
    /// is empty.
    pub poll: Option<f64>,
    /// Whether nobody else reads this queue: then all that is reserved in it is left over, and comes
    /// first; false.
    pub exclusive: bool,
}

impl Default for ReaderOptions {
    fn default() -> Self {
        Self {
            resume: Vec::new(),
            size: 50,
            connector: None,
            poll: None,
            exclusive: false,
        }
    }
}

/// What to do to get the next batch.
#[derive(Clone, Debug, PartialEq)]
pub enum NextRead {
    /// Call this, then pass its result to [`Reader::received`].
    Get(Command),
    /// List all that is reserved, then pass it to [`Reader::found`].
    ListReserved,
    /// Wait so many milliseconds, then go on with [`Reader::next_read`].
    Wait(f64),
    /// Nothing: the queue is empty.
    End,
}

/// A walk through the queue: reservations left over first, then fresh ones until it is empty.
pub struct Reader {
    options: ReaderOptions,
    /// The reservations to read again after this one, the next one last.
    resume: Vec<String>,
    /// The reservation that is being read again.
    current: Option<String>,
    /// `ID` of the last event read of it; empty before the first.
    after: String,
    is_empty: bool,
    /// Whether it is to be listed what is reserved.
    lists_reserved: bool,
    /// The process ids of the batches that this walk has given.
    given: Vec<String>,
}

impl Reader {
    /// Starts a walk.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a size below 1 or an empty process id.
    pub fn new(options: ReaderOptions) -> Result<Self, Error> {
        check_positive("size", options.size)?;
        for process_id in &options.resume {
            check_process_id(process_id)?;
        }
        let mut resume: Vec<String> = options.resume.iter().rev().cloned().collect();
        Ok(Self {
            current: resume.pop(),
            resume,
            after: String::new(),
            is_empty: false,
            lists_reserved: options.exclusive,
            given: Vec::new(),
            options,
        })
    }

    /// The next thing to do.
    pub fn next_read(&mut self) -> NextRead {
        if self.current.is_none() && std::mem::take(&mut self.lists_reserved) {
            return NextRead::ListReserved;
        }
        if std::mem::take(&mut self.is_empty) {
            return self.options.poll.map_or(NextRead::End, NextRead::Wait);
        }
        let command = Command::new("event.offline.get")
            .with("clear", "0")
            .with("limit", self.options.size);
        let mut command = in_queue(command, self.options.connector.as_deref());
        if let Some(process_id) = &self.current {
            command = command
                .with("process_id", process_id.as_str())
                .with("order", field("ID", "ASC"));
        }
        if !self.after.is_empty() {
            command = command.with("filter", field(">ID", &self.after));
        }
        NextRead::Get(command)
    }

    /// Passes in the result of [`NextRead::Get`]. Gives the reservation; `None` if there are no events
    /// in it: go on with [`Reader::next_read`].
    pub fn received(&mut self, result: &impl Body) -> Option<Reservation> {
        let events = result.get("events").and_then(|events| events.items());
        let events = events.unwrap_or_default();
        let message_ids: Vec<String> = events
            .iter()
            .map(|event| event.text("MESSAGE_ID"))
            .collect();
        let is_new = match self.current {
            None => {
                self.is_empty = events.is_empty();
                true
            }
            // the last `ID` is the greatest: it grows from event to event
            Some(_) => self.go_on(events.len(), events.last().map(|last| last.text("ID"))),
        };
        if !is_new || events.is_empty() {
            return None;
        }
        let process_id = result.text("process_id");
        if !self.given.contains(&process_id) {
            self.given.push(process_id.clone());
        }
        let connector = self.options.connector.clone();
        Some(Reservation::new(&process_id, connector, message_ids))
    }

    /// Whether the last [`NextRead::Get`] has reserved events, in place of reading them again.
    #[must_use]
    pub fn is_reserving(&self) -> bool {
        self.current.is_none()
    }

    /// The queue that is read.
    #[must_use]
    pub fn connector(&self) -> Option<&str> {
        self.options.connector.as_deref()
    }

    /// Passes in all reservations that are in the queue. Gives those that this walk has not given: it
    /// reads them next if it is the only reader.
    pub fn found(&mut self, reserved: Vec<String>) -> Vec<String> {
        self.given
            .retain(|process_id| reserved.contains(process_id)); // others are acknowledged
        let is_left = |process_id: &String| !self.given.contains(process_id);
        let left: Vec<String> = reserved.into_iter().filter(is_left).collect();
        if self.options.exclusive {
            self.resume.extend(left.iter().rev().cloned());
            self.current = self.resume.pop();
        }
        left
    }

    /// Whether nobody else reads the queue.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.options.exclusive
    }

    /// Goes on in the reservation that is being read again, or to the next one. False if the portal
    /// sent the same events once more.
    fn go_on(&mut self, count: usize, last: Option<String>) -> bool {
        let last = last.unwrap_or_default();
        let is_repeated = !last.is_empty() && last == self.after;
        let is_full = i64::try_from(count).is_ok_and(|count| count >= self.options.size);
        self.after = if is_repeated || !is_full {
            String::new()
        } else {
            last
        };
        if self.after.is_empty() {
            self.current = self.resume.pop();
        }
        !is_repeated
    }
}

fn field(name: &str, value: &str) -> Value {
    Value::Map(vec![(name.to_owned(), value.into())])
}
