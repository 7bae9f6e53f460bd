//! `events` (contract §3.4).

use serde_json::json;

use super::event::checks;
use crate::answer::{Answer, Refusal};
use crate::php;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::params::Params;
use crate::store::event_codes::{self, GLOBAL};

/// The codes of one scope, of all, or of those granted.
pub fn run(portal: &Portal, caller: &Caller, params: &Params) -> Result<Answer, Refusal> {
    checks::need_app_token(portal, caller)?;
    if params.set("scope").is_some() {
        let wanted = params.text("scope");
        let wanted = if wanted.is_empty() { GLOBAL } else { &wanted };
        return Ok(json!(event_codes::codes(|scope| scope == wanted)).into());
    }
    let full = params.get("full").is_some_and(php::truthy);
    let granted = &portal.switches().scopes;
    let seen = |scope: &str| full || scope == GLOBAL || granted.iter().any(|known| known == scope);
    Ok(json!(event_codes::codes(seen)).into())
}
