//! BX24.js on the same page: its token is used, and the parent page is not asked a second time,
//! which would take `FIRST_RUN` from it (contract §8.3).

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::object::{get, global, method};
use super::promise::when;
use crate::core::Error;

/// BX24.js's own object.
pub struct Bx24(JsValue);

impl Bx24 {
    /// BX24.js, where the page has it; what our own drop-in defines does not count.
    pub fn find() -> Option<Self> {
        let found = get(&global(), "BX24");
        let theirs = get(&found, "getAuth").is_function() && get(&found, "callbind").is_undefined();
        theirs.then_some(Self(found))
    }

    /// Gives what `getAuth()` gives once it is initialised, or a new token where that has expired.
    pub fn first(&self, then: Box<dyn FnOnce(Result<JsValue, Error>)>) {
        let held = method(&self.0, "getAuth").call0(&self.0);
        let held = held.unwrap_or_default();
        let asked = if held.is_object() {
            held
        } else {
            self.wait("refreshAuth")
        };
        when(&asked, Box::new(|given| then(Ok(given))));
    }

    /// A promise for what the callback of `init` or `refreshAuth` gets.
    pub fn wait(&self, name: &str) -> JsValue {
        let call = method(&self.0, name);
        let promise = Promise::new(&mut |resolve, reject| {
            if call.call1(&self.0, &resolve).is_err() {
                let _ = reject.call0(&JsValue::UNDEFINED);
            }
        });
        promise.into()
    }
}
