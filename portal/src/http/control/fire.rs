//! Making something happen.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Failure, Reply};
use crate::events::crm_data;
use crate::events::emit::Happening;
use crate::portal::Portal;
use crate::store::tokens;

/// Body of `POST /control/fire`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fire {
    event: String,
    #[serde(default)]
    data: Value,
    /// The acting user; none: a robot.
    user: Option<i64>,
}

pub async fn fire(State(portal): State<Arc<Portal>>, Body(fire): Body<Fire>) -> Reply {
    if fire.event.is_empty() {
        return Err(Failure::bad(
            "`event` is empty; give a code such as `ONCRMLEADADD`",
        ));
    }
    let deliveries = portal.happen(&happening(fire))?;
    Ok(Json(json!({"deliveries": deliveries})))
}

fn happening(fire: Fire) -> Happening {
    Happening {
        event: fire.event.to_uppercase(),
        data: fire.data,
        user: fire.user.filter(|user| *user > 0),
        application: None,
        cause: None,
        depth: tokens::DEPTH,
    }
}

/// Body of `POST /control/lead` and `POST /control/deal`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Thing {
    id: Option<i64>,
    user: Option<i64>,
}

pub async fn lead(State(portal): State<Arc<Portal>>, Body(thing): Body<Thing>) -> Reply {
    let id = thing.id.map_or_else(|| portal.store.next_id("lead"), Ok)?;
    change(&portal, "ONCRMLEADADD", id, thing.user)
}

pub async fn deal(State(portal): State<Arc<Portal>>, Body(thing): Body<Thing>) -> Reply {
    change(
        &portal,
        "ONCRMDEALUPDATE",
        thing.id.unwrap_or(1),
        thing.user,
    )
}

fn change(portal: &Arc<Portal>, event: &str, id: i64, user: Option<i64>) -> Reply {
    portal.happen(&Happening {
        event: event.to_owned(),
        data: crm_data(id),
        user: user.or(Some(portal.config.user)),
        application: None,
        cause: None,
        depth: tokens::DEPTH,
    })?;
    Ok(Json(json!({"id": id})))
}
