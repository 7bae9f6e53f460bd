//! Just enough of the CRM for an app to cause events itself.

use serde_json::json;

use crate::events::{self, Cause, Effects, Event, crm_data};
use crate::php;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};

/// `crm.lead.add`: answers the new lead's ID.
pub fn add_lead(call: Call<'_>) -> MethodResult {
    let id = call.portal.store.next_id("lead")?;
    change(call, "ONCRMLEADADD", id)?;
    Ok(json!(id).into())
}

/// `crm.deal.update`: any `id` above 0 is a deal.
pub fn update_deal(call: Call<'_>) -> MethodResult {
    let id = call.params.get("id").map_or(0, php::intval);
    if id <= 0 {
        return Err(Refusal::new(400, "", "ID is not defined or invalid."));
    }
    change(call, "ONCRMDEALUPDATE", id)?;
    Ok(json!(true).into())
}

fn change(call: Call<'_>, code: &str, id: i64) -> rusqlite::Result<Effects> {
    let caller = call.caller;
    events::emit(
        call.portal,
        &Event {
            code: code.to_owned(),
            data: crm_data(id),
            user: Some(caller.user),
            application: None,
            cause: Some(Cause {
                application: caller.application.clone(),
                connector: caller.connector.clone(),
            }),
            depth: caller.depth,
        },
    )
}
