//! Why no events arrive: what is wrong, and what helps.

use crate::error::Error;
use crate::handlers::diagnosis::{
    DUPLICATE, Diagnosis, Findings, HTTP_URL, NO_SCOPE, NOTHING_BOUND, OTHER_USER, REFUSED,
};
use crate::handlers::handler::Handler;
use crate::handlers::snapshot::Facts;
use crate::text::digits;
use crate::wire::event_code::dynamic;
use crate::wire::handler_url::host;

/// All findings, each once; `failures` are the errors of those calls that gave no facts.
#[must_use]
pub fn diagnose(facts: &Facts, failures: &[Error]) -> Vec<Diagnosis> {
    let mut findings = Findings::of(facts);
    for error in failures {
        let code = match error.code.as_str() {
            "WRONG_AUTH_TYPE" => "WEBHOOK_TOKEN",
            "insufficient_scope" => "SCOPE_MISSING",
            code => code,
        };
        findings.add(code, &REFUSED, &[&error.method, &error.description]);
    }
    let nothing = facts.rows.is_empty() && failures.is_empty();
    findings.check(nothing, &NOTHING_BOUND, &[]);
    for (index, row) in facts.rows.iter().enumerate() {
        let unknown = !facts.knows(&row.event) && !dynamic(&row.event);
        findings.check(unknown, &NO_SCOPE, &[&row.event]);
        if !row.offline() {
            online(row, facts, index, &mut findings);
        }
    }
    findings.0
}

fn online(row: &Handler, facts: &Facts, index: usize, findings: &mut Findings) {
    let foreign = row.user() != 0 && row.user() != facts.user.id;
    findings.check(foreign, &OTHER_USER, &[&digits(row.user())]);
    findings.place(row);
    let plain = row.url().starts_with("http://");
    findings.check(plain, &HTTP_URL, &[host(row.url())]);
    let url = trim(row.url());
    let twin = |other: &Handler| other.event == row.event && trim(other.url()) == url;
    let repeated = facts.rows.iter().take(index).any(twin);
    findings.check(repeated, &DUPLICATE, &[&row.event, url]);
}

/// A slash at the end makes two handlers for the portal, but rarely for who serves the URL.
pub(crate) fn trim(url: &str) -> &str {
    url.strip_suffix("/").unwrap_or(url)
}
