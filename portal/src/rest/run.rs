//! Running a method, and charging for it.

use std::sync::Arc;

use serde_json::Value;

use super::time::Start;
use crate::answer::{Answer, Refusal};
use crate::clock;
use crate::error_codes::refusal;
use crate::limits::operating::Usage;
use crate::portal::Portal;
use crate::rest::credential::Caller;
use crate::rest::methods;
use crate::rest::params::Params;
use crate::switches::BatchOperating;

/// Runs a method by its own name, unless its time is used up (contract §2.4).
/// Gives the answer and its `time`.
pub async fn run_metered(
    portal: &Arc<Portal>,
    caller: &Caller,
    name: &str,
    params: &Params,
) -> Result<(Answer, Value), Refusal> {
    let start = Start::now();
    refuse_used_up(portal, caller, name)?;
    let answer = methods::run(portal, caller, name, params).await;
    charge(portal, caller, name, start.elapsed());
    let switches = portal.switches();
    let usage = usage(portal, caller, name).filter(|_| switches.time_operating);
    Ok((answer?, start.time(switches.time_numbers, usage)))
}

fn refuse_used_up(portal: &Portal, caller: &Caller, name: &str) -> Result<(), Refusal> {
    let Some(rule) = portal.switches().resources() else {
        return Ok(());
    };
    match usage(portal, caller, name) {
        Some(usage) if usage.operating >= rule.limit => Err(refusal("OPERATION_TIME_LIMIT")),
        _ => Ok(()),
    }
}

fn usage(portal: &Portal, caller: &Caller, name: &str) -> Option<Usage> {
    let rule = portal.switches().resources()?;
    Some(
        portal
            .operating
            .usage((&caller.application, name), rule, clock::now()),
    )
}

fn charge(portal: &Portal, caller: &Caller, name: &str, seconds: f64) {
    let switches = portal.switches();
    let free = match switches.batch_operating {
        BatchOperating::Commands => name == "batch",
        BatchOperating::Batch => caller.in_batch,
    };
    if let Some(rule) = switches.resources().filter(|_| !free) {
        portal
            .operating
            .charge((&caller.application, name), rule, clock::now(), seconds);
    }
}
