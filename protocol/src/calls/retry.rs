//! What a call does after each outcome. This table is the whole retry policy; docs/retry.md is
//! printed from it.

use crate::error::{Error, code};
use crate::text::holds;

/// What a call does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ends and is reported.
    End,
    /// Gets a new token, shared by all waiting calls, and is repeated once.
    Refresh,
    /// Was not executed: waits for the portal's bucket, longer each time.
    Bucket,
    /// Was not executed: waits until `operating_reset_at`, else 10 s.
    Operating,
    /// Another registration of the same handler is under way: waits for it.
    Busy,
    /// Was not executed: repeated after a pause.
    Later,
    /// Nobody knows whether it was executed: bind, unbind and reads are repeated, others end.
    Lost,
    /// A repeat of our own found the handler bound: success.
    Bound,
}

/// One row: the portal's code (or one of ours), a part of its description, the HTTP status that
/// a single call gets with it, and what the call does.
pub struct Row {
    /// `error` of the answer.
    pub code: &'static str,
    /// Part of `error_description`; empty: any.
    pub text: &'static str,
    /// HTTP status; 0: no answer.
    pub status: u16,
    /// What the call does.
    pub next: Next,
}

const fn row(code: &'static str, text: &'static str, status: u16, next: Next) -> Row {
    Row {
        code,
        text,
        status,
        next,
    }
}

/// All outcomes that have a rule of their own (contract §2.2); the first row that fits counts.
/// Any other code ends the call, with 400 inside a batch; any other 5xx is `Lost`.
pub const TABLE: &[Row] = &[
    row("expired_token", "", 401, Next::Refresh),
    row("invalid_token", "", 401, Next::Refresh),
    row("QUERY_LIMIT_EXCEEDED", "", 503, Next::Bucket),
    row("OPERATION_TIME_LIMIT", "", 429, Next::Operating),
    row("CONNECTION_ERROR", "", 401, Next::Later),
    row("ERROR_CORE", "already started", 400, Next::Busy),
    row("ERROR_CORE", "already binded", 400, Next::Bound),
    row("ERROR_CORE", "SQL query error", 500, Next::Lost),
    row("INTERNAL_SERVER_ERROR", "", 500, Next::Lost),
    row("ERROR_UNEXPECTED_ANSWER", "", 500, Next::Lost),
    row(code::NETWORK, "", 0, Next::Lost),
    row(code::TIMEOUT, "", 0, Next::Lost),
    row(code::BAD_ANSWER, "", 0, Next::Lost),
    row("INTERNAL_WRONG_TRANSPORT", "", 500, Next::End),
    row("INTERNAL_WRONG_HANDLER_CLASS", "", 500, Next::End),
    row("OVERLOAD_LIMIT", "", 401, Next::End),
    row("NO_AUTH_FOUND", "", 401, Next::End),
    row("INVALID_CREDENTIALS", "", 401, Next::End),
    row("INVALID_REQUEST", "", 401, Next::End),
    row("insufficient_scope", "", 401, Next::End),
    row("user_access_error", "", 401, Next::End),
    row("authorization_error", "", 401, Next::End),
    row("APPLICATION_NOT_FOUND", "", 401, Next::End),
    row("METHOD_CONFIRM_WAITING", "", 401, Next::End),
    row("METHOD_CONFIRM_DENIED", "", 403, Next::End),
    row("ACCESS_DENIED", "", 403, Next::End),
    row("WRONG_AUTH_TYPE", "", 403, Next::End),
    row("WRONG_LICENSE", "", 403, Next::End),
    row("PORTAL_DELETED", "", 403, Next::End),
    row("ERROR_METHOD_NOT_FOUND", "", 404, Next::End),
];

/// What a call does after `error`.
#[must_use]
pub fn next(error: &Error) -> Next {
    match find(&error.code, &error.description) {
        Some(row) => row.next,
        None if error.status >= 500 => Next::Lost,
        None => Next::End,
    }
}

/// The HTTP status that a single call gets with this error, for the items of a batch.
#[must_use]
pub fn status(code: &str, description: &str) -> u16 {
    find(code, description).map_or(400, |row| row.status)
}

fn find(code: &str, description: &str) -> Option<&'static Row> {
    TABLE
        .iter()
        .find(|row| row.code == code && holds(description, row.text))
}

/// How often a call may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Binds a handler: a repeat is answered "already binded".
    Bind,
    /// Unbinds a handler: a repeat counts 0.
    Unbind,
    /// Changes nothing, or the same a second time as the first.
    Safe,
    /// May do its work twice.
    Once,
}

impl Repeat {
    /// The rule for a method by its name.
    #[must_use]
    pub fn of(method: &str) -> Self {
        const READS: [&str; 7] = [
            "events",
            "profile",
            "app.info",
            "scope",
            "server.time",
            "methods",
            "user.current",
        ];
        match method {
            "event.bind" => Self::Bind,
            "event.unbind" => Self::Unbind,
            // takes events out of the queue
            "event.offline.get" => Self::Once,
            _ if READS.contains(&method)
                || [".get", ".list", ".fields"]
                    .iter()
                    .any(|end| method.ends_with(end)) =>
            {
                Self::Safe
            }
            _ => Self::Once,
        }
    }
}

/// Milliseconds before the next try: `tries` were made, `random` is in 0..1, `per_ms` is what the
/// bucket drains, `reset_in` is the portal's own word on when it answers again.
#[must_use]
pub fn pause(next: Next, tries: u32, random: f64, per_ms: f64, reset_in: Option<f64>) -> f64 {
    let grown = f64::from(1_u32 << tries.min(5));
    let wait = match next {
        Next::Bucket => grown / per_ms,
        Next::Operating => reset_in.filter(|ms| *ms > 0.0).unwrap_or(10_000.0),
        Next::Busy => 250.0 * grown,
        _ => 500.0 * grown,
    };
    wait * (1.0 + 0.1 * random)
}
