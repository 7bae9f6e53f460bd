//! BX24.js on the same page: its token is used, and the parent page is not asked a second time,
//! which would take `FIRST_RUN` from it (contract §8.3).

use wasm_bindgen::JsValue;

use super::callback::{Then, once};
use super::object::{get, global, method};

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
    pub fn first(&'static self, then: Then) {
        let ready = move |_| {
            let held = method(&self.0, "getAuth").call0(&self.0);
            match held {
                Ok(held) if held.is_object() => then(held),
                _ => self.refresh(then),
            }
        };
        self.call("init", Box::new(ready));
    }

    /// Gives a new token.
    pub fn refresh(&self, then: Then) {
        self.call("refreshAuth", then);
    }

    /// Calls a function with a callback.
    fn call(&self, name: &str, then: Then) {
        let callback = once(then);
        if method(&self.0, name).call1(&self.0, &callback).is_err() {
            let _ = callback.call0(&JsValue::UNDEFINED);
        }
    }
}
