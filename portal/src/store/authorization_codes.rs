//! OAuth authorization codes.

use std::collections::HashMap;

use parking_lot::Mutex;

use super::tokens::Holder;
use crate::clock;
use crate::secret;

/// A code lives 30 seconds.
const LIFETIME: i64 = 30;

/// Codes that were given out and not redeemed. Expired ones go when the next is given out.
#[derive(Default)]
pub struct AuthorizationCodes(Mutex<HashMap<String, Code>>);

struct Code {
    holder: Holder,
    expires: i64,
}

impl AuthorizationCodes {
    /// A new code for an application and its user.
    pub fn issue(&self, holder: Holder) -> String {
        let code = secret::hex(32);
        let expires = clock::seconds() + LIFETIME;
        let mut codes = self.0.lock();
        codes.retain(|_, code| code.expires >= clock::seconds());
        codes.insert(code.clone(), Code { holder, expires });
        code
    }

    /// The holder of a code, which is then used up; `None` if it is unknown or expired.
    pub fn redeem(&self, code: &str) -> Option<Holder> {
        let code = self.0.lock().remove(code)?;
        (code.expires >= clock::seconds()).then_some(code.holder)
    }

    /// Forgets all codes.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}
