//! A renamed portal: it answers every request with a redirect to its new address (contract §1.1).
//!
//! No call follows it blindly: a POST would become a GET and lose its body, and a token or a secret
//! could reach another host. The new address is found by a request without either.

use std::cell::{Cell, RefCell};

use bx24_protocol::wire::body::Body as _;
use bx24_protocol::wire::portal_url::origin_of;
use futures_channel::oneshot;
use gloo_net::http::Request;
use js_sys::Promise;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Url};

use super::body::JsBody;
use super::request::{fetch, read_text};

/// A method that any portal answers, whoever asks.
const PROBE: &str = "/rest/server.time.json";

/// The portal's origin, and the one that it has after a move.
pub struct Address {
    given: String,
    moved_to: RefCell<Option<String>>,
    is_searching: Cell<bool>,
    waiters: RefCell<Vec<oneshot::Sender<()>>>,
}

impl Address {
    pub fn new(given: &str) -> Self {
        Self {
            given: given.to_owned(),
            moved_to: RefCell::default(),
            is_searching: Cell::default(),
            waiters: RefCell::default(),
        }
    }

    /// The origin that the caller knows.
    pub fn given(&self) -> &str {
        &self.given
    }

    /// The origin that requests go to.
    pub fn current(&self) -> String {
        let moved_to = self.moved_to.borrow().clone();
        moved_to.unwrap_or_else(|| self.given.clone())
    }

    /// Finds the new origin of a portal that redirected a call to `url`. All calls wait for one
    /// search.
    pub async fn search(&self, url: &str, location: Option<&str>) {
        let origin = self.current();
        if origin_of(url) != origin {
            return; // found already
        }
        if self.is_searching.replace(true) {
            let (sender, over) = oneshot::channel::<()>();
            self.waiters.borrow_mut().push(sender);
            let _ = over.await; // dropped, the sender ends the wait
            return;
        }
        if let Some(found) = find_origin(&origin, url, location).await {
            self.moved_to.replace(Some(found));
        }
        self.is_searching.set(false);
        self.waiters.take();
    }
}

/// The origin that the portal at `origin` has now. `location` is where a call was sent on to, where
/// that can be read: in Node, not in a browser.
async fn find_origin(origin: &str, url: &str, location: Option<&str>) -> Option<String> {
    let start = match location {
        Some(location) => same_path(url, location)?,
        None => origin.to_owned(),
    };
    let probe = format!("{start}{PROBE}");
    let request: web_sys::Request = Request::get(&probe).build().ok()?.into();
    let answer = fetch(&request, &RequestInit::new()).ok()?;
    let answer = JsFuture::from(Promise::resolve(&answer)).await.ok()?;
    let response: web_sys::Response = answer.dyn_into().ok()?;
    let found = same_path(&probe, &response.url())?;
    let body = JsBody::parse(&read_text(&response).await?)?;
    let is_portal = body.get("result").is_some() || body.get("error").is_some();
    let is_as_safe = found.starts_with("https:") || !origin.starts_with("https:");
    (is_portal && is_as_safe && found != origin).then_some(found)
}

/// The origin of `to`, if its path is that of `from`.
fn same_path(from: &str, to: &str) -> Option<String> {
    let (from, to) = (Url::new(from).ok()?, Url::new_with_base(to, from).ok()?);
    (from.pathname() == to.pathname()).then(|| to.origin())
}
