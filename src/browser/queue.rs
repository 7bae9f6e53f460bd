//! The queue of offline events.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::object::{get, list, text};
use super::portal::Portal;
use super::runner::Reply;
use super::work::{Done, Step, Work};
use bx24_protocol::Error;
use bx24_protocol::offline::reader::{Batches, Pull};
use bx24_protocol::offline::requests::members;
use bx24_protocol::offline::reservation::Reservation;
use bx24_protocol::wire::command::Command;

/// Events reserved for one consumer.
pub struct Reserved {
    held: Rc<RefCell<Reservation>>,
    /// The events as the portal gave them.
    pub events: JsValue,
}

impl Reserved {
    /// The reservation's name on the portal.
    #[must_use]
    pub fn process_id(&self) -> String {
        self.held.borrow().process_id.clone()
    }

    /// Acknowledges these messages; all of them without an argument.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation.
    pub(crate) fn acknowledge(&self, ids: Option<Vec<String>>) -> Result<Settle, Error> {
        let command = self.held.borrow().done(ids.as_deref())?;
        Ok(self.settle(command, ids))
    }

    /// Marks these messages as failed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for messages of another reservation.
    pub(crate) fn reject(&self, ids: Vec<String>) -> Result<Settle, Error> {
        let command = self.held.borrow().fail(&ids)?;
        Ok(self.settle(command, Some(ids)))
    }

    fn settle(&self, command: Option<Command>, ids: Option<Vec<String>>) -> Settle {
        Settle {
            held: Rc::clone(&self.held),
            command,
            ids,
        }
    }
}

/// Settles messages of a reservation.
pub(crate) struct Settle {
    held: Rc<RefCell<Reservation>>,
    command: Option<Command>,
    ids: Option<Vec<String>>,
}

impl Work for Settle {
    fn next(&mut self, _: &Portal, reply: Reply) -> Result<Step, Error> {
        if let Some(command) = self.command.take() {
            return Ok(Step::call(command, None));
        }
        // before the first step: nothing is to be sent, and nothing is settled by it
        reply.outcome?;
        self.held.borrow_mut().settle(self.ids.as_deref());
        Ok(Step::Done(Done::Nothing))
    }
}

/// Takes the next batch out of a queue; nothing at its end.
pub(crate) struct Pulling {
    batches: Rc<RefCell<Batches>>,
    /// Whether events are asked for.
    asked: bool,
}

impl Pulling {
    /// The next step of a walk.
    pub fn new(batches: &Rc<RefCell<Batches>>) -> Self {
        Self {
            batches: Rc::clone(batches),
            asked: false,
        }
    }
}

impl Work for Pulling {
    fn next(&mut self, _: &Portal, reply: Reply) -> Result<Step, Error> {
        let result = reply.succeeded()?.result();
        let mut batches = self.batches.borrow_mut();
        if std::mem::take(&mut self.asked) {
            let given = get(&result, "events");
            let ids = message_ids(&given);
            let last = list(&given).at(-1);
            let held = batches.received(&text(&result, "process_id"), ids, text(&last, "ID"));
            if let Some(held) = held {
                let held = Rc::new(RefCell::new(held));
                let events = given;
                return Ok(Step::Done(Done::Reserved(Reserved { held, events })));
            }
        }
        self.asked = true;
        let mut wait = 0.0;
        loop {
            match batches.pull() {
                Pull::End => return Ok(Step::Done(Done::Nothing)),
                Pull::Wait(ms) => wait = ms,
                Pull::Get(command) => return Ok(Step::later(command, None, wait)),
            }
        }
    }
}

/// Sends a command for messages of a reservation, and refuses those of another one: the portal
/// would drop them (contract §3.6).
pub(crate) struct Checked {
    process_id: String,
    connector: Option<String>,
    /// Those that are not checked yet.
    ids: Vec<String>,
    /// Those that are being checked.
    asked: Vec<String>,
    command: Option<Command>,
}

impl Checked {
    /// Sends `command` for the messages `ids`.
    pub fn new(
        process_id: String,
        connector: Option<String>,
        ids: Vec<String>,
        command: Option<Command>,
    ) -> Self {
        Self {
            process_id,
            connector,
            ids,
            asked: Vec::new(),
            command,
        }
    }
}

impl Work for Checked {
    fn next(&mut self, _: &Portal, reply: Reply) -> Result<Step, Error> {
        let listed = reply.succeeded()?.result();
        let (process_id, connector) = (&self.process_id, &self.connector);
        if !self.asked.is_empty() {
            let held = message_ids(&listed);
            Reservation::new(process_id, connector.clone(), held).fail(&self.asked)?;
        }
        let rest = self.ids.split_off(self.ids.len().min(MOST_LISTED));
        self.asked = std::mem::replace(&mut self.ids, rest);
        if !self.asked.is_empty() {
            let list = members(process_id, &self.asked, connector.as_deref());
            return Ok(Step::call(list, None));
        }
        Ok(match self.command.take() {
            Some(command) => Step::call(command, None),
            None => Step::Done(Done::Nothing),
        })
    }
}

/// Rows that one list takes.
const MOST_LISTED: usize = 50;

fn message_ids(events: &JsValue) -> Vec<String> {
    let mut ids = Vec::new();
    for event in list(events).iter() {
        ids.push(text(&event, "MESSAGE_ID"));
    }
    ids
}
