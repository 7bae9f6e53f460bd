//! BX24.js on the same page: its token is used, and the parent page is not asked a second time,
//! which would take `FIRST_RUN` from it (contract §8.3).

use bx24_protocol::calls::credential::not_renewed_by_portal;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::grant;
use crate::transport::token_source::{Granting, TokenSource};

/// BX24.js's own object.
#[derive(Clone)]
pub struct Bx24Js(JsValue);

impl Bx24Js {
    /// BX24.js, if the page has it; our own `classic.js` does not count.
    pub fn find() -> Option<Self> {
        let found = Self(Reflect::get(&js_sys::global(), &"BX24".into()).ok()?);
        let is_ours = found.member("callbind").is_some();
        (found.function("getAuth").is_some() && !is_ours).then_some(found)
    }

    fn member(&self, name: &str) -> Option<JsValue> {
        let member = Reflect::get(&self.0, &name.into()).ok()?;
        (!member.is_undefined()).then_some(member)
    }

    fn function(&self, name: &str) -> Option<Function> {
        self.member(name)?.dyn_into().ok()
    }

    /// Calls a function of BX24.js that takes a callback, and resolves to the callback's argument.
    async fn call(&self, name: &str) -> JsValue {
        let given = Promise::new(&mut |resolve, _| {
            let called = self
                .function(name)
                .and_then(|function| function.call1(&self.0, &resolve).ok());
            if called.is_none() {
                let _ = resolve.call0(&JsValue::UNDEFINED); // a promise's own function never throws
            }
        });
        JsFuture::from(given).await.unwrap_or_default()
    }

    /// Initialises BX24.js and takes its token, or a new one if that has expired.
    async fn auth(&self) -> JsValue {
        self.call("init").await;
        let get_auth = self.function("getAuth");
        match get_auth.map(|get_auth| get_auth.call0(&self.0)) {
            Some(Ok(auth)) if auth.is_object() => auth,
            _ => self.call("refreshAuth").await,
        }
    }
}

impl TokenSource for Bx24Js {
    fn first(&self) -> Granting {
        let this = self.clone();
        Box::pin(async move { grant::first(this.auth().await) })
    }

    fn renewed(&self) -> Granting {
        let this = self.clone();
        Box::pin(async move {
            grant::renewed(Ok(this.call("refreshAuth").await), not_renewed_by_portal)
        })
    }
}
