//! `events` (contract §3.4).

use serde_json::json;

use super::kind;
use crate::answer::{Answer, Refusal};
use crate::auth::Caller;
use crate::catalogue::{self, GLOBAL};
use crate::params::Params;
use crate::php;
use crate::portal::Portal;

/// The codes of one scope, of all, or of those granted.
pub fn run(portal: &Portal, caller: &Caller, params: &Params) -> Result<Answer, Refusal> {
    kind::need_app_token(portal, caller)?;
    if params.set("scope").is_some() {
        let wanted = params.text("scope");
        let wanted = if wanted.is_empty() { GLOBAL } else { &wanted };
        return Ok(json!(catalogue::codes(|scope| scope == wanted)).into());
    }
    let full = params.get("full").is_some_and(php::truthy);
    let granted = &portal.switches().scopes;
    let seen = |scope: &str| full || scope == GLOBAL || granted.iter().any(|known| known == scope);
    Ok(json!(catalogue::codes(seen)).into())
}
