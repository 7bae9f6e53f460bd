//! The portal's page around this one, spoken to by postMessage (contract §8.2, §8.3).
//!
//! A message counts as an answer only when, in this order, its source is the parent window, its
//! data is text that begins with the id of a question of ours, and its origin is the portal's.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

use super::clock::random;
use super::object::parse;
use crate::core::Error;
use crate::core::error::code;
use crate::core::frame::{self, Frame};

type Questions = Rc<RefCell<Vec<(String, oneshot::Sender<JsValue>)>>>;

/// The parent page.
pub struct Parent {
    /// What the portal told this page about itself.
    pub frame: Frame,
    window: Window,
    parent: Window,
    questions: Questions,
    listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Parent {
    /// Finds the parent page and listens for its answers.
    ///
    /// # Errors
    /// `NO_FRAME` where there is no window, no parent, or no portal's `window.name`.
    pub fn find() -> Result<Self, Error> {
        let window = web_sys::window().ok_or_else(|| {
            Error::new(
                code::NO_FRAME,
                "there is no window here: use `connect` with `webhook` or `accessToken`",
            )
        })?;
        let frame = Frame::parse(&window.name().unwrap_or_default())?;
        let parent = window.parent().ok().flatten();
        let parent = parent.filter(|parent| *parent != window).ok_or_else(|| {
            Error::new(
                code::NO_FRAME,
                "this page is not in a frame: open the app inside the portal",
            )
        })?;
        let questions = Questions::default();
        let listener = listener(parent.clone(), frame.origin(), Rc::clone(&questions));
        let callback = listener.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback("message", callback);
        Ok(Self {
            frame,
            window,
            parent,
            questions,
            listener,
        })
    }

    /// Sends a command; `params` is JSON or empty. Waits for the answer, however long.
    pub async fn ask(&self, command: &str, params: &str) -> Result<JsValue, Error> {
        let id = id();
        let (sender, answer) = oneshot::channel();
        self.questions.borrow_mut().push((id.clone(), sender));
        self.post(&self.frame.message(command, params, &id))?;
        answer.await.map_err(|_| {
            Error::new(
                code::NO_FRAME,
                "the frame was released before the parent page answered",
            )
        })
    }

    /// Sends a command that the parent does not answer.
    pub fn tell(&self, command: &str, params: &str) -> Result<(), Error> {
        self.post(&self.frame.message(command, params, ""))
    }

    fn post(&self, message: &str) -> Result<(), Error> {
        let sent = self
            .parent
            .post_message(&JsValue::from_str(message), &self.frame.origin());
        sent.map_err(|_| {
            Error::new(
                code::NO_FRAME,
                "the parent page takes no message: `window.name` holds no valid domain",
            )
        })
    }
}

impl Drop for Parent {
    fn drop(&mut self) {
        let callback = self.listener.as_ref().unchecked_ref();
        let _ = self
            .window
            .remove_event_listener_with_callback("message", callback);
    }
}

fn listener(
    parent: Window,
    origin: String,
    questions: Questions,
) -> Closure<dyn FnMut(MessageEvent)> {
    let parent = JsValue::from(parent);
    Closure::new(move |event: MessageEvent| {
        let source = event.source().map(JsValue::from);
        let Some(data) = event
            .data()
            .as_string()
            .filter(|_| source.as_ref() == Some(&parent))
        else {
            return;
        };
        let Some((id, json)) = frame::answer(&data).filter(|_| event.origin() == origin) else {
            return;
        };
        let index = questions.borrow().iter().position(|(asked, _)| asked == id);
        if let Some(index) = index {
            let (_, sender) = questions.borrow_mut().swap_remove(index);
            let _ = sender.send(parse(json).unwrap_or(JsValue::UNDEFINED));
        }
    })
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
