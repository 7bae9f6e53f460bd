//! What JavaScript threw or gave, as the source of an error.

use std::error::Error;
use std::fmt;

use wasm_bindgen::JsValue;

/// What a promise was rejected with, or what was given in place of something else. It may hold
/// secrets, so neither `Debug` nor `Display` shows it.
pub struct JsCause(pub JsValue);

impl fmt::Debug for JsCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for JsCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JavaScript value")
    }
}

impl Error for JsCause {}
