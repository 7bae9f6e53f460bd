//! The plain objects that the client's methods resolve to.

use bx24_protocol::client::{Bound, Page, Unbound};
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::report::{Failure, SyncReport};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::error::{plain, to_js};
use crate::transport::body::JsBody;

/// A value that is passed on as the portal sent it.
#[derive(Serialize)]
#[serde(transparent)]
struct AsSent(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

fn as_sent(body: Option<JsBody>) -> Option<AsSent> {
    body.map(|body| AsSent(body.0))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BoundObject {
    bound: bool,
    already_bound: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<AsSent>,
}

/// `{ bound: true, alreadyBound, time }`.
pub fn bound(bound: Bound<JsBody>) -> JsValue {
    plain(&BoundObject {
        bound: true,
        already_bound: bound.already_bound,
        time: as_sent(bound.time),
    })
}

#[derive(Serialize)]
struct UnboundObject {
    count: u32,
    repeated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<AsSent>,
}

/// `{ count, repeated, time }`.
pub fn unbound(unbound: Unbound<JsBody>) -> JsValue {
    plain(&UnboundObject {
        count: unbound.count,
        repeated: unbound.repeated,
        time: as_sent(unbound.time),
    })
}

#[derive(Serialize)]
struct PageObject {
    events: AsSent,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<f64>,
}

/// `{ events, total, next }`.
pub fn page(page: Page<JsBody>) -> JsValue {
    plain(&PageObject {
        events: AsSent(page.events.0),
        total: page.total,
        next: page.next,
    })
}

#[derive(Serialize)]
struct FailureObject<'a> {
    handler: &'a Handler,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    error: JsValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportObject<'a> {
    bound: &'a [Handler],
    already_bound: &'a [Handler],
    unbound: &'a [Handler],
    kept: &'a [Handler],
    failed: Vec<FailureObject<'a>>,
}

/// A report, with its failures as `Bx24Error`s.
pub fn report(report: &SyncReport) -> JsValue {
    let failed = report
        .failed
        .iter()
        .map(|Failure { handler, error }| FailureObject {
            handler,
            error: to_js(error),
        });
    plain(&ReportObject {
        bound: &report.bound,
        already_bound: &report.already_bound,
        unbound: &report.unbound,
        kept: &report.kept,
        failed: failed.collect(),
    })
}

#[derive(Serialize)]
struct Progress {
    done: usize,
    total: usize,
}

/// `{ done, total }`.
pub fn progress(done: usize, total: usize) -> JsValue {
    plain(&Progress { done, total })
}
