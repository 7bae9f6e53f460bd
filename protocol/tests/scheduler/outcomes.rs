//! Outcomes of a call, and what the contract asks of each, told without the policy's table.

use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Call;

/// What the contract asks of an outcome, told without the table.
#[derive(Clone, Copy, PartialEq)]
pub enum Rule {
    Ends,
    /// One new token, one repeat.
    Refreshes,
    /// Not executed: repeated after so many milliseconds or more, until the time limit.
    Waits(f64),
    /// Not executed: repeated a few times.
    Counted,
    /// Unknown whether executed: repeated a few times where a repeat does no harm.
    Lost,
}

pub use Rule::{Counted, Ends, Lost, Refreshes, Waits};

pub const OUTCOMES: &[(&str, &str, u16, Rule)] = &[
    (
        "expired_token",
        "The access token provided has expired",
        401,
        Refreshes,
    ),
    (
        "invalid_token",
        "Unable to get application by token",
        401,
        Refreshes,
    ),
    (
        "QUERY_LIMIT_EXCEEDED",
        "Too many requests",
        503,
        Waits(500.0),
    ),
    (
        "OPERATION_TIME_LIMIT",
        "Method is blocked due to operation time limit.",
        429,
        Waits(10_000.0),
    ),
    (
        "CONNECTION_ERROR",
        "Error connecting to authorization server",
        401,
        Counted,
    ),
    (
        "ERROR_CORE",
        "Unable to set event handler: Process of binding the handler has already started",
        400,
        Waits(250.0),
    ),
    (
        "ERROR_CORE",
        "Unable to set event handler: Handler already binded",
        400,
        Ends,
    ),
    ("ERROR_CORE", "SQL query error!", 500, Lost),
    ("INTERNAL_SERVER_ERROR", "Internal server error", 500, Lost),
    (
        "ERROR_UNEXPECTED_ANSWER",
        "Server returned an unexpected response",
        500,
        Lost,
    ),
    ("NETWORK", "the request failed", 0, Lost),
    ("TIMEOUT", "the portal did not answer in time", 0, Lost),
    ("BAD_ANSWER", "the portal's answer is empty", 200, Lost),
    (
        "BAD_ANSWER",
        "the portal's answer is no REST answer",
        502,
        Lost,
    ),
    (
        "MOVED",
        "the portal has another address, which was not followed",
        0,
        Ends,
    ),
    ("INTERNAL_WRONG_TRANSPORT", "", 500, Ends),
    ("INTERNAL_WRONG_HANDLER_CLASS", "", 500, Ends),
    (
        "OVERLOAD_LIMIT",
        "REST API is blocked due to overload.",
        401,
        Ends,
    ),
    (
        "OVERLOAD_LIMIT",
        "REST API is blocked due to overload.",
        503,
        Ends,
    ),
    ("NO_AUTH_FOUND", "Wrong authorization data", 401, Ends),
    (
        "INVALID_CREDENTIALS",
        "Invalid request credentials",
        401,
        Ends,
    ),
    ("INVALID_REQUEST", "Https required.", 401, Ends),
    (
        "insufficient_scope",
        "The request requires higher privileges",
        401,
        Ends,
    ),
    (
        "user_access_error",
        "The user does not have access to the application.",
        401,
        Ends,
    ),
    ("authorization_error", "Unable to authorize user", 401, Ends),
    ("APPLICATION_NOT_FOUND", "Application not found", 401, Ends),
    (
        "METHOD_CONFIRM_WAITING",
        "Waiting for confirmation",
        401,
        Ends,
    ),
    ("METHOD_CONFIRM_DENIED", "Method call denied", 403, Ends),
    ("ACCESS_DENIED", "Access denied!", 403, Ends),
    (
        "ACCESS_DENIED",
        "REST is available only on commercial plans.",
        401,
        Ends,
    ),
    (
        "WRONG_AUTH_TYPE",
        "Current authorization type is denied for this method",
        403,
        Ends,
    ),
    (
        "WRONG_LICENSE",
        "This feature is not enabled for the current license",
        403,
        Ends,
    ),
    ("PORTAL_DELETED", "Portal was deleted", 403, Ends),
    ("ERROR_METHOD_NOT_FOUND", "Method not found!", 404, Ends),
    (
        "ERROR_ARGUMENT",
        "Argument 'EVENT' is null or empty",
        400,
        Ends,
    ),
    ("ERROR_EVENT_NOT_FOUND", "Event not found", 400, Ends),
    ("ERROR_CORE", "something else", 400, Ends),
    ("WRONG_ENCODING", "Wrong request encoding", 200, Ends),
    ("SOMETHING_NEW", "", 418, Ends),
    ("SOMETHING_NEW", "", 500, Lost),
    ("SOMETHING_NEW", "", 503, Lost),
];

/// Whether a call with this outcome is made again.
pub fn repeats(rule: Rule, call: &Call) -> bool {
    rule != Ends && (rule != Lost || call.idempotency != Idempotency::Once)
}
