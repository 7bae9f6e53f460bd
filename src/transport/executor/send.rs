//! Sends requests, and hands the scheduler what came of them.

use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::answer::Answer;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::super::body::JsBody;
use super::super::request::{Endpoint, Posted};
use super::Executor;

impl Executor {
    pub(super) fn send(self: &Rc<Self>, request: u32, url: &str, body: &str, items: usize) {
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let endpoint = self.endpoints.find(url);
        let answer = endpoint.post(body, signal.as_ref());
        if let Some(controller) = controller {
            self.in_flight.borrow_mut().push((request, controller));
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            let answer = match answer.await {
                Posted::Answer(answer) => answer,
                Posted::Redirect(location) => this.follow(&endpoint, location.as_deref()).await,
            };
            this.forget(request);
            this.answered(request, &endpoint, answer, items);
        });
    }

    pub(super) fn forget(&self, request: u32) -> Option<AbortController> {
        let mut in_flight = self.in_flight.borrow_mut();
        let index = in_flight.iter().position(|(id, _)| *id == request)?;
        Some(in_flight.swap_remove(index).1)
    }

    /// Searches the new address of a portal that redirects. The error makes the scheduler send the
    /// call there.
    async fn follow(&self, endpoint: &Endpoint, location: Option<&str>) -> Answer<JsBody> {
        self.address.search(endpoint.url(), location).await;
        self.apply_move();
        Answer::failed(Error::new(
            ErrorCode::Moved,
            "the portal has another address, which was not followed: use its new domain",
        ))
    }

    /// Sends the calls to the portal's new address, if it has one.
    pub(super) fn apply_move(&self) {
        let current = self.address.current();
        if current != self.address.given() {
            self.scheduler.borrow_mut().move_portal(&current);
        }
    }

    fn answered(
        self: &Rc<Self>,
        request: u32,
        endpoint: &Endpoint,
        answer: Answer<JsBody>,
        items: usize,
    ) {
        let now = self.now();
        let reset_in = endpoint.reset_at(&answer).map(|time| time - now.wall);
        let mut answers = match &answer.error {
            None if items > 0 => answer.commands(items),
            _ => vec![answer],
        };
        for answer in &mut answers {
            answer.reset_in = reset_in;
        }
        let random = js_sys::Math::random();
        let mut scheduler = self.scheduler.borrow_mut();
        scheduler.answered(request, answers, now, random);
        drop(scheduler);
        self.run();
    }
}
