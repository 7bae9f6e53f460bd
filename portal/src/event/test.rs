//! `event.test` (contract §3.5, §9.2).

use std::sync::Arc;

use serde_json::{Value, json};

use super::kind;
use crate::answer::{Answer, Refusal};
use crate::auth::Caller;
use crate::happening::Happening;
use crate::params::Params;
use crate::portal::Portal;
use crate::system;

/// Makes `ONAPPTEST` happen for the caller's application.
pub fn run(portal: &Arc<Portal>, caller: &Caller, params: &Params) -> Result<Answer, Refusal> {
    kind::need_app_token(portal, caller)?;
    let data =
        json!({"QUERY": Value::Object(params.tree.clone()), "LANGUAGE_ID": system::LANGUAGE});
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
