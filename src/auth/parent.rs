//! Talks to the portal's page around this one by `postMessage` (contract §8.2, §8.3).
//!
//! A message counts as an answer only when, in this order, its source is the parent window, its
//! data is text that begins with the id of a command of ours, and its origin is the portal's.
//!
//! `getInitData` can have been asked by `handshake.js` while the wasm was starting: then its question
//! is taken over, and what came meanwhile is judged in the same way.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::credential::not_renewed_by_portal;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::frame::{Frame, split_answer};
use gloo_events::EventListener;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Window};

#[cfg(feature = "mirror")]
use super::asked::Asked;
use super::grant;
use crate::transport::body::JsBody;
use crate::transport::token_source::{Granting, TokenSource};

/// The ids of the commands that wait for an answer, and what resolves the promise of it.
type Questions = RefCell<Vec<(String, Function)>>;

/// The parent page.
pub struct Parent {
    /// What the portal told this page about itself.
    pub frame: Frame,
    window: Window,
    questions: Rc<Questions>,
    listener: Option<EventListener>,
    /// The answer to the first `getInitData`, where the page has asked while the wasm was starting.
    first_answer: Cell<Option<JsFuture>>,
}

impl Parent {
    /// Finds the parent page.
    ///
    /// # Errors
    /// `NO_FRAME` if there is no window, no parent page, or no `window.name` from a portal.
    pub fn find() -> Result<Self, Error> {
        let no_window =
            || no_frame("there is no window here: use `connect` with `webhook` or `accessToken`");
        let window = js_sys::global();
        let parent = member(&window, "parent");
        if parent.is_undefined() {
            return Err(no_window());
        }
        let frame = Frame::parse(&member(&window, "name").as_string().unwrap_or_default())?;
        if parent.is_null() || parent == *window {
            return Err(Frame::missing());
        }
        Ok(Self {
            frame,
            window: window.unchecked_into(),
            questions: Rc::default(),
            listener: None,
            first_answer: Cell::default(),
        })
    }

    /// Listens for answers from now on.
    pub fn listen(&mut self) {
        let (questions, origin) = (Rc::clone(&self.questions), self.frame.origin());
        let parent = member(&self.window, "parent");
        let hear = move |event: &Event| hear(&questions, event, &parent, &origin);
        self.listener = Some(EventListener::new(&self.window, "message", hear));
    }

    /// Takes over a `getInitData` that was asked for already, and listens from now on.
    #[cfg(feature = "mirror")]
    pub fn take_over(&mut self, asked: &Asked) {
        self.listen();
        let parent = member(&self.window, "parent");
        let origin = self.frame.origin();
        self.first_answer.set(Some(self.answer_to(asked.id())));
        for event in asked.heard().iter() {
            hear(&self.questions, event.unchecked_ref(), &parent, &origin);
        }
    }

    /// Posts a command; `params` is JSON or empty. The answer may never come: whoever waits has to
    /// give up in time.
    fn ask(&self, command: &str, params: &str) -> Result<JsFuture, Error> {
        let id = new_id();
        self.post(&self.frame.message(command, params, &id))?;
        Ok(self.answer_to(id))
    }

    fn answer_to(&self, id: String) -> JsFuture {
        let answer = Promise::new(&mut |resolve, _| {
            self.questions.borrow_mut().push((id.clone(), resolve));
        });
        answer.into()
    }

    /// Posts a command that the parent page does not answer.
    ///
    /// # Errors
    /// `NO_FRAME` if the message cannot be posted.
    pub fn post_command(&self, command: &str, params: &str) -> Result<(), Error> {
        self.post(&self.frame.message(command, params, ""))
    }

    fn post(&self, message: &str) -> Result<(), Error> {
        let parent: Window = member(&self.window, "parent").unchecked_into();
        let sent = parent.post_message(&JsValue::from_str(message), &self.frame.origin());
        sent.map_err(|_| {
            no_frame("`window.name` holds no valid domain: open the app inside the portal")
        })
    }
}

impl TokenSource for Parent {
    fn first(&self) -> Granting {
        let answer = match self.first_answer.take() {
            Some(answer) => Ok(answer),
            None => self.ask("getInitData", ""),
        };
        Box::pin(async move { grant::first(answer?.await.unwrap_or_default()) })
    }

    fn renewed(&self) -> Granting {
        let answer = self.ask("refreshAuth", "{}");
        Box::pin(async move {
            grant::renewed(Ok(answer?.await.unwrap_or_default()), not_renewed_by_portal)
        })
    }
}

/// Hands out the event's answer, if it is one of the parent page.
fn hear(questions: &Questions, event: &Event, parent: &JsValue, origin: &str) {
    if let Some(answer) = read_answer(event, parent, origin) {
        deliver(questions, answer);
    }
}

/// The id and the value of the parent page's answer; `None` for any other message.
fn read_answer(event: &Event, parent: &JsValue, origin: &str) -> Option<(String, JsValue)> {
    let event: &MessageEvent = event.unchecked_ref();
    if member(event, "source") != *parent {
        return None;
    }
    let data = event.data().as_string()?;
    let (id, json) = split_answer(&data)?;
    (event.origin() == origin).then(|| {
        let value = JsBody::parse(json).unwrap_or_default();
        (id.to_owned(), value.0)
    })
}

fn deliver(questions: &Questions, (id, value): (String, JsValue)) {
    let mut questions = questions.borrow_mut();
    if let Some(index) = questions.iter().position(|(asked, _)| *asked == id) {
        let (_, resolve) = questions.swap_remove(index);
        let _ = resolve.call1(&JsValue::UNDEFINED, &value); // a promise's own function never throws
    }
}

/// A member of a window; undefined if it cannot be read, as most of another origin's.
fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn no_frame(description: &str) -> Error {
    Error::new(ErrorCode::NoFrame, description)
}

/// An id that another page cannot guess, so that it cannot answer in the parent page's place.
fn new_id() -> String {
    let digit = |_| {
        let digit = (js_sys::Math::random() * 36.0) as u32;
        char::from_digit(digit, 36).unwrap_or('0')
    };
    (0..16).map(digit).collect()
}
