//! `events` (contract §3.4).

use serde_json::json;

use crate::answer::Answer;
use crate::catalogue::{self, GLOBAL};
use crate::params::Params;
use crate::php;
use crate::portal::Portal;

/// The codes of one scope, of all, or of those granted.
pub fn run(portal: &Portal, params: &Params) -> Answer {
    if params.set("scope").is_some() {
        let wanted = params.text("scope");
        let wanted = if wanted.is_empty() { GLOBAL } else { &wanted };
        return json!(catalogue::codes(|scope| scope == wanted)).into();
    }
    let full = params.get("full").is_some_and(php::truthy);
    let granted = portal.switches().scopes;
    let seen = |scope: &str| full || scope == GLOBAL || granted.iter().any(|known| known == scope);
    json!(catalogue::codes(seen)).into()
}
