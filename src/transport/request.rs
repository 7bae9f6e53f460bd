//! Sends a request: one POST, as BX24.js sends it (contract §7.3).

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::answer::Answer;
use gloo_net::http::{Request, Response};
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit};

use super::body::JsBody;
use super::cause::JsCause;

#[wasm_bindgen]
extern "C" {
    /// gloo-net's own `send` panics if `fetch` rejects with anything but an `Error` or answers no
    /// `Response`: both happen if an app or a test replaces `fetch`.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// The endpoints in use, one for each method and authorization.
#[derive(Default)]
pub struct Endpoints(RefCell<Vec<Rc<Endpoint>>>);

impl Endpoints {
    /// The endpoint with this URL.
    pub fn find(&self, url: &str) -> Rc<Endpoint> {
        let mut endpoints = self.0.borrow_mut();
        if let Some(known) = endpoints.iter().find(|known| known.url == url) {
            return Rc::clone(known);
        }
        let made = Rc::new(Endpoint::new(url));
        endpoints.push(Rc::clone(&made));
        made
    }
}

/// Where the calls of one method are sent.
pub struct Endpoint {
    url: String,
    /// The request without its body. Building it for each call would take more than half of the
    /// call's own time.
    template: RefCell<Option<web_sys::Request>>,
    /// Latest `operating_reset_at` for this URL, in milliseconds since 1970; a 429 omits it.
    reset_at: Cell<Option<f64>>,
}

impl Endpoint {
    fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            template: RefCell::default(),
            reset_at: Cell::new(None),
        }
    }

    fn request(&self) -> Option<web_sys::Request> {
        if let Some(known) = &*self.template.borrow() {
            return Some(Clone::clone(known)); // web-sys's own `clone` would copy the request
        }
        let built = Request::post(&self.url).build().ok()?.into();
        self.template.replace(Some(Clone::clone(&built)));
        Some(built)
    }

    /// Sends `body` at once, without a content type of its own, so that the browser sends a simple
    /// request. The future gives the answer: `NETWORK` without one, `BAD_ANSWER` where it broke off.
    pub fn post(
        &self,
        body: &str,
        signal: Option<&AbortSignal>,
    ) -> impl Future<Output = Answer<JsBody>> + use<> {
        let init = RequestInit::new();
        init.set_body(&body.into());
        init.set_signal(signal);
        let request = self.request();
        let sent = request.map(|request| fetch(&request, &init));
        async move {
            // a replaced `fetch` may resolve to anything
            let answer = match sent {
                Some(Ok(answer)) => JsFuture::from(Promise::resolve(&answer)).await,
                Some(Err(reason)) => Err(reason),
                None => Err(JsValue::UNDEFINED),
            };
            match answer {
                Ok(answer) => read(answer).await,
                Err(reason) => Answer::failed(network().with_source(JsCause(reason))),
            }
        }
    }

    /// `operating_reset_at` of this answer or else of an earlier one, in milliseconds since 1970.
    pub fn reset_at(&self, answer: &Answer<JsBody>) -> Option<f64> {
        let time = answer.reset_at().or(self.reset_at.get());
        self.reset_at.set(time);
        time
    }
}

async fn read(answer: JsValue) -> Answer<JsBody> {
    // a proxy of a `Response` passes for one, but throws when it is read
    let status = Reflect::get(&answer, &"status".into());
    let Some(response) = answer
        .dyn_ref::<web_sys::Response>()
        .filter(|_| status.is_ok())
    else {
        return not_a_response(&answer, status.ok());
    };
    let status = Response::from(Clone::clone(response)).status();
    if status == 0 {
        return Answer::failed(network());
    }
    let text = match response.text() {
        Ok(text) => JsFuture::from(Promise::resolve(&text)).await,
        Err(error) => Err(error),
    };
    match text.ok().and_then(|text| text.as_string()) {
        None => Answer::failed(broken_off(status)),
        Some(text) => match JsBody::parse(&text) {
            Some(body) => Answer::new(status, body),
            None => Answer::unreadable(status, text.is_empty()),
        },
    }
}

/// An answer of a replaced `fetch` that is no `Response`: it may have a status all the same.
fn not_a_response(answer: &JsValue, status: Option<JsValue>) -> Answer<JsBody> {
    match status.and_then(|status| status.as_f64()).unwrap_or(0.0) as u16 {
        0 if !answer.is_object() => Answer::failed(network()),
        status => Answer::failed(broken_off(status)),
    }
}

fn broken_off(status: u16) -> Error {
    Error::new(ErrorCode::BadAnswer, "the portal's answer broke off").with_status(status)
}

fn network() -> Error {
    Error::new(
        ErrorCode::Network,
        "no answer from the portal: no network, a closed connection, or no CORS headers",
    )
}
