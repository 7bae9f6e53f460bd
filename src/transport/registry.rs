//! One executor for each portal, so that all clients of a portal share its bucket.

use std::cell::RefCell;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::ErrorCode;
use gloo_events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{EventTarget, Window};

use super::executor::Executor;

thread_local! {
    static EXECUTORS: RefCell<Vec<Rc<Executor>>> = const { RefCell::new(Vec::new()) };
}

/// The executor for the portal at `origin`; it lasts as long as the page.
pub fn executor(origin: &str, settings: &Settings) -> Rc<Executor> {
    let known = EXECUTORS.with_borrow(|executors| {
        let known = executors.iter().find(|known| known.origin() == origin);
        known.cloned()
    });
    if let Some(executor) = known {
        executor.configure(settings);
        return executor;
    }
    let made = Rc::new(Executor::new(origin, settings));
    let count = EXECUTORS.with_borrow_mut(|executors| {
        executors.push(Rc::clone(&made));
        executors.len()
    });
    if count == 1 {
        abort_when_the_page_ends();
    }
    made
}

/// Ends calls in flight when the page goes away, while its scripts still run. A page that comes back
/// from the back-forward cache works on.
fn abort_when_the_page_ends() {
    if let Ok(window) = js_sys::global().dyn_into::<Window>() {
        let window: EventTarget = window.into();
        EventListener::new(&window, "pagehide", |_| abort_everything()).forget();
    }
}

fn abort_everything() {
    let error = Error::new(ErrorCode::Aborted, "the page went away");
    for executor in EXECUTORS.with_borrow(Clone::clone) {
        executor.abort_everything(&error);
    }
}
