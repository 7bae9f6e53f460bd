//! `event.test` (contract §3.5, §9.2).

use std::sync::Arc;

use serde_json::{Value, json};

use super::checks;
use crate::answer::{Answer, Refusal};
use crate::events::emit::Happening;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::methods::app;
use crate::rest::params::Params;

/// Makes `ONAPPTEST` happen for the caller's application.
pub fn run(portal: &Arc<Portal>, caller: &Caller, params: &Params) -> Result<Answer, Refusal> {
    checks::need_app_token(portal, caller)?;
    let data = json!({"QUERY": Value::Object(params.tree.clone()), "LANGUAGE_ID": app::LANGUAGE});
    portal.happen(&Happening {
        event: "ONAPPTEST".to_owned(),
        data,
        user: Some(caller.user),
        application: Some(caller.application.clone()),
        cause: None,
        depth: caller.depth,
    })?;
    Ok(json!(1).into())
}
