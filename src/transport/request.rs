//! Sends a request: one POST, as BX24.js sends it (contract §7.3).

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::error::ErrorCode;
use bx24_protocol::wire::answer::Answer;
use bx24_protocol::wire::portal_url::origin_of;
use gloo_net::http::{Request, Response};
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, RequestRedirect, ResponseType};

use super::body::JsBody;
use super::cause::JsCause;

#[wasm_bindgen]
extern "C" {
    /// gloo-net's own `send` panics if `fetch` rejects with anything but an `Error` or answers no
    /// `Response`: both happen if an app or a test replaces `fetch`.
    #[wasm_bindgen(catch)]
    pub(super) fn fetch(request: &web_sys::Request, init: &RequestInit)
    -> Result<JsValue, JsValue>;
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
    /// Where it is. A webhook's URL is a secret.
    pub fn url(&self) -> &str {
        &self.url
    }

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
        let built = Request::post(&self.url)
            .redirect(RequestRedirect::Manual)
            .build()
            .ok()?
            .into();
        self.template.replace(Some(Clone::clone(&built)));
        Some(built)
    }

    /// Sends `body` at once, without a content type of its own, so that the browser sends a simple
    /// request. The future gives the answer: `NETWORK` without one, `BAD_ANSWER` where it broke off.
    pub fn post(
        &self,
        body: &str,
        signal: Option<&AbortSignal>,
    ) -> impl Future<Output = Posted> + use<> {
        let init = RequestInit::new();
        init.set_body(&body.into());
        init.set_signal(signal);
        let origin = origin_of(&self.url).to_owned();
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
                Ok(answer) => read(answer, &origin).await,
                Err(reason) => {
                    let error = network(&origin).with_source(JsCause(reason));
                    Posted::Answer(Answer::failed(error))
                }
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

/// What came of a POST.
pub enum Posted {
    /// An answer, or why there is none.
    Answer(Answer<JsBody>),
    /// The portal has another address: `Location`, where it can be read.
    Redirect(Option<String>),
}

async fn read(answer: JsValue, origin: &str) -> Posted {
    // a proxy of a `Response` passes for one, but throws when it is read
    let status = Reflect::get(&answer, &"status".into());
    let Some(raw) = answer
        .dyn_ref::<web_sys::Response>()
        .filter(|_| status.is_ok())
    else {
        return Posted::Answer(not_a_response(&answer, status.ok(), origin));
    };
    let response = Response::from(Clone::clone(raw));
    let is_hidden = response.type_() == ResponseType::Opaqueredirect;
    if is_hidden || matches!(response.status(), 301 | 302 | 303 | 307 | 308) {
        return Posted::Redirect(response.headers().get("location"));
    }
    Posted::Answer(match response.status() {
        0 => Answer::failed(network(origin)),
        status => read_body(raw, status).await,
    })
}

async fn read_body(response: &web_sys::Response, status: u16) -> Answer<JsBody> {
    match read_text(response).await {
        None => Answer::failed(broken_off(status)),
        Some(text) => match JsBody::parse(&text) {
            Some(body) => Answer::new(status, body),
            None => Answer::unreadable(status, text.is_empty()),
        },
    }
}

/// The body as text; a replaced `fetch` may give a response that has none.
pub(super) async fn read_text(response: &web_sys::Response) -> Option<String> {
    let text = Promise::resolve(&response.text().ok()?);
    JsFuture::from(text).await.ok()?.as_string()
}

/// An answer of a replaced `fetch` that is no `Response`: it may have a status all the same.
fn not_a_response(answer: &JsValue, status: Option<JsValue>, origin: &str) -> Answer<JsBody> {
    match status.and_then(|status| status.as_f64()).unwrap_or(0.0) as u16 {
        0 if !answer.is_instance_of::<web_sys::Response>() => Answer::failed(network(origin)),
        status => Answer::failed(broken_off(status)),
    }
}

fn broken_off(status: u16) -> Error {
    Error::new(ErrorCode::BadAnswer, "the portal's answer broke off").with_status(status)
}

/// The error of a request without an answer. The URL may be a secret, its origin is none.
fn network(origin: &str) -> Error {
    let description = format!(
        "no answer from `{origin}`: no network, a closed connection, no CORS headers, or the redirect of a renamed portal without them"
    );
    Error::new(ErrorCode::Network, description)
}
