//! Running a method, and charging for it (contract §2.4).

use serde_json::Value;

use super::method::{Call, Found};
use super::time::Start;
use crate::clock;
use crate::error_codes::refusal;
use crate::limits::operating::Usage;
use crate::refusal::Refusal;
use crate::rest::answer::Answer;
use crate::switches::BatchOperating;

/// Runs a method, unless its time is used up. Returns the answer and its `time`.
pub async fn run_metered(call: Call<'_>, method: &Found) -> Result<(Answer, Value), Refusal> {
    let start = Start::now();
    refuse_used_up(call, method)?;
    let answer = method.run(call).await;
    charge(call, method, start.elapsed());
    let switches = call.portal.switches();
    let usage = usage(call, method).filter(|_| switches.time_operating);
    Ok((answer?, start.time(switches.time_numbers, usage)))
}

fn refuse_used_up(call: Call<'_>, method: &Found) -> Result<(), Refusal> {
    let Some(limit) = call.portal.switches().operating_limit() else {
        return Ok(());
    };
    match usage(call, method) {
        Some(usage) if usage.operating >= limit.limit => Err(refusal("OPERATION_TIME_LIMIT")),
        _ => Ok(()),
    }
}

fn usage(call: Call<'_>, method: &Found) -> Option<Usage> {
    let limit = call.portal.switches().operating_limit()?;
    let key = (call.caller.application.as_str(), method.name());
    Some(call.portal.operating.usage(key, limit, clock::now()))
}

fn charge(call: Call<'_>, method: &Found, seconds: f64) {
    let switches = call.portal.switches();
    let free = match switches.batch_operating {
        BatchOperating::Commands => method.name() == "batch",
        BatchOperating::Batch => call.caller.in_batch,
    };
    if let Some(limit) = switches.operating_limit().filter(|_| !free) {
        let key = (call.caller.application.as_str(), method.name());
        let operating = &call.portal.operating;
        operating.charge(key, limit, clock::now(), seconds);
    }
}
