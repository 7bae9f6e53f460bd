//! Just enough of the CRM that an app can cause events itself.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::events::emit::{Cause, Happening};
use crate::php;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::params::Params;

/// `crm.lead.add`: gives the new lead's id.
pub fn add_lead(portal: &Arc<Portal>, caller: &Caller) -> Result<Answer, Refusal> {
    let id = portal.store.next_id("lead")?;
    change(portal, caller, "ONCRMLEADADD", id)?;
    Ok(json!(id).into())
}

/// `crm.deal.update`: any `id` above 0 is a deal.
pub fn update_deal(
    portal: &Arc<Portal>,
    caller: &Caller,
    params: &Params,
) -> Result<Answer, Refusal> {
    let id = params.get("id").map_or(0, php::intval);
    if id <= 0 {
        return Err(Refusal::new(400, "", "ID is not defined or invalid."));
    }
    change(portal, caller, "ONCRMDEALUPDATE", id)?;
    Ok(json!(true).into())
}

fn change(portal: &Arc<Portal>, caller: &Caller, event: &str, id: i64) -> rusqlite::Result<usize> {
    portal.happen(&Happening {
        event: event.to_owned(),
        data: fields(id),
        user: Some(caller.user),
        application: None,
        cause: Some(Cause {
            application: caller.application.clone(),
            connector: caller.connector.clone(),
        }),
        depth: caller.depth,
    })
}

/// `data` of a CRM event.
pub fn fields(id: i64) -> Value {
    json!({"FIELDS": {"ID": id.to_string()}})
}
