//! What the client's methods resolve to.

use wasm_bindgen::JsValue;

use super::plain::{list, tree};
use super::report::error;
use crate::browser::object::{object, set, set_text};
use bx24_protocol::calls::scheduler::Success;
use bx24_protocol::handlers::diagnosis::{Diagnosis, Severity};
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::{Plan, Step};
use bx24_protocol::handlers::report::{Failure, SyncReport};

/// A call that succeeded: the portal's body, and what the repeats mean. The glue takes it apart.
pub fn reply(success: Success, answer: JsValue) -> JsValue {
    let out = object();
    set(&out, "answer", answer);
    set(&out, "alreadyBound", success.already_bound.into());
    set(&out, "repeated", success.repeated.into());
    out
}

/// Handlers.
pub fn handlers(handlers: &[Handler]) -> JsValue {
    list(handlers, handler)
}

/// Texts.
pub fn texts(texts: &[String]) -> JsValue {
    serde_wasm_bindgen::to_value(texts).unwrap_or_default()
}

/// A plan, which `sync` takes back.
pub fn plan(plan: &Plan) -> JsValue {
    let out = object();
    set(&out, "bind", list(&plan.bind, step));
    set(&out, "unbind", list(&plan.unbind, step));
    set(&out, "keep", list(&plan.keep, step));
    set(&out, "refused", list(&plan.refused, step));
    set(&out, "warnings", texts(&plan.warnings));
    out
}

/// A report, its failures as `Bx24Error`s.
pub fn report(report: &SyncReport) -> JsValue {
    let out = object();
    set(&out, "bound", handlers(&report.bound));
    set(&out, "alreadyBound", handlers(&report.already_bound));
    set(&out, "unbound", handlers(&report.unbound));
    set(&out, "kept", handlers(&report.kept));
    set(&out, "failed", list(&report.failed, failure));
    out
}

/// What `diagnose` found.
pub fn findings(findings: &[Diagnosis]) -> JsValue {
    list(findings, |found| {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let out = object();
        set_text(&out, "code", &found.code);
        set_text(&out, "severity", severity);
        set_text(&out, "finding", &found.finding);
        set_text(&out, "remedy", found.remedy);
        out
    })
}

fn handler(handler: &Handler) -> JsValue {
    let kind = if handler.offline() {
        "offline"
    } else {
        "online"
    };
    let out = object();
    set_text(&out, "event", &handler.event);
    if let Some(url) = &handler.handler {
        set_text(&out, "handler", url);
    }
    if let Some(user) = handler.auth_type {
        set(&out, "authType", (user as f64).into());
    }
    set_text(&out, "eventType", kind);
    if let Some(key) = &handler.auth_connector {
        set_text(&out, "authConnector", key);
    }
    if let Some(options) = &handler.options {
        set(&out, "options", tree(options));
    }
    if handler.rebind {
        set(&out, "rebind", JsValue::TRUE);
    }
    out
}

fn step(step: &Step) -> JsValue {
    let out = object();
    set(&out, "handler", handler(&step.handler));
    set_text(&out, "reason", &step.reason);
    out
}

fn failure(failure: &Failure) -> JsValue {
    let out = object();
    set(&out, "handler", handler(&failure.handler));
    set(&out, "error", error(&failure.error));
    out
}
