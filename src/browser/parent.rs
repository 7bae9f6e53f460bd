//! The portal's page around this one, spoken to by postMessage (contract §8.2, §8.3).
//!
//! A message counts as an answer only when, in this order, its source is the parent window, its
//! data is text that begins with the id of a question of ours, and its origin is the portal's.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::Window;

use super::callback::{Then, function};
use super::clock::random;
use super::object::{get, global, is_null, parse, text};
use bx24_protocol::Error;
use bx24_protocol::error::code;
use bx24_protocol::wire::frame::{self, Frame};

/// The parent page.
pub struct Parent {
    /// What the portal told this page about itself.
    pub frame: Frame,
    window: Window,
    parent: JsValue,
    /// Ids that wait for an answer, and who waits for it.
    questions: RefCell<Vec<(String, Then)>>,
}

impl Parent {
    /// Finds the parent page.
    ///
    /// # Errors
    /// `NO_FRAME` where there is no window, no parent, or no portal's `window.name`.
    pub fn find() -> Result<Self, Error> {
        let window = global();
        let parent = get(&window, "parent");
        if parent.is_undefined() {
            return Err(no_frame(
                "there is no window here: use `connect` with `webhook` or `accessToken`",
            ));
        }
        let frame = Frame::parse(&text(&window, "name"))?;
        if is_null(&parent) || parent == window {
            return Err(Frame::missing());
        }
        Ok(Self {
            frame,
            window: window.unchecked_into(),
            parent,
            questions: RefCell::default(),
        })
    }

    /// Listens for answers from now on.
    pub fn listen(&'static self) {
        let origin = self.frame.origin();
        let listener = function(Box::new(move |event, _| self.hear(&event, &origin)));
        let _ = self
            .window
            .add_event_listener_with_callback("message", &listener);
    }

    /// Sends a command; `params` is JSON or empty. `then` gets the answer, however long it takes.
    ///
    /// # Errors
    /// `NO_FRAME` where the message cannot be sent.
    pub fn ask(&self, command: &str, params: &str, then: Then) -> Result<(), Error> {
        let id = id();
        self.post(&self.frame.message(command, params, &id))?;
        self.questions.borrow_mut().push((id, then));
        Ok(())
    }

    /// Sends a command that the parent does not answer.
    ///
    /// # Errors
    /// `NO_FRAME` where the message cannot be sent.
    pub fn tell(&self, command: &str, params: &str) -> Result<(), Error> {
        self.post(&self.frame.message(command, params, ""))
    }

    fn post(&self, message: &str) -> Result<(), Error> {
        let parent: &Window = self.parent.unchecked_ref();
        let sent = parent.post_message(&JsValue::from_str(message), &self.frame.origin());
        sent.map_err(|_| {
            no_frame("`window.name` holds no valid domain: open the app inside the portal")
        })
    }

    fn hear(&self, event: &JsValue, origin: &str) {
        if get(event, "source") != self.parent {
            return;
        }
        let data = text(event, "data");
        let Some((id, json)) = frame::answer(&data) else {
            return;
        };
        if text(event, "origin") != origin {
            return;
        }
        let mut questions = self.questions.borrow_mut();
        if let Some(index) = questions.iter().position(|(asked, _)| asked == id) {
            let (_, then) = questions.swap_remove(index);
            drop(questions);
            then(parse(json));
        }
    }
}

fn no_frame(description: &str) -> Error {
    Error::new(code::NO_FRAME, description)
}

/// An id that no other page can guess well enough to answer in the parent's place.
fn id() -> String {
    let mut id = String::new();
    for _ in 0..16 {
        let digit = (random() * 36.0) as u8;
        id.push(char::from(if digit < 10 {
            b'0' + digit
        } else {
            b'a' - 10 + digit
        }));
    }
    id
}
