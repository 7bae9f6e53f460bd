//! The portal's own errors (contract §2.2).

use crate::refusal::Refusal;

/// Name, status, code, text. The name is the code, unless one code has several texts.
const TABLE: &[(&str, u16, &str, &str)] = &[
    (
        "expired_token",
        401,
        "expired_token",
        "The access token provided has expired",
    ),
    (
        "invalid_token",
        401,
        "invalid_token",
        "Unable to get application by token",
    ),
    (
        "NO_AUTH_FOUND",
        401,
        "NO_AUTH_FOUND",
        "Wrong authorization data",
    ),
    (
        "INVALID_CREDENTIALS",
        401,
        "INVALID_CREDENTIALS",
        "Invalid request credentials",
    ),
    ("INVALID_REQUEST", 401, "INVALID_REQUEST", "Https required."),
    (
        "insufficient_scope",
        401,
        "insufficient_scope",
        "The request requires higher privileges than provided by the access token",
    ),
    (
        "webhook_scope",
        401,
        "insufficient_scope",
        "The request requires higher privileges than provided by the webhook token",
    ),
    (
        "user_access_error",
        401,
        "user_access_error",
        "The user does not have access to the application.",
    ),
    (
        "authorization_error",
        401,
        "authorization_error",
        "Unable to authorize user",
    ),
    (
        "APPLICATION_NOT_FOUND",
        401,
        "APPLICATION_NOT_FOUND",
        "Application not found",
    ),
    (
        "CONNECTION_ERROR",
        401,
        "CONNECTION_ERROR",
        "Error connecting to authorization server",
    ),
    (
        "plan",
        401,
        "ACCESS_DENIED",
        "REST is available only on commercial plans.",
    ),
    (
        "OVERLOAD_LIMIT",
        401,
        "OVERLOAD_LIMIT",
        "REST API is blocked due to overload.",
    ),
    (
        "METHOD_CONFIRM_WAITING",
        401,
        "METHOD_CONFIRM_WAITING",
        "Waiting for confirmation",
    ),
    (
        "METHOD_CONFIRM_DENIED",
        403,
        "METHOD_CONFIRM_DENIED",
        "Method call denied",
    ),
    ("ACCESS_DENIED", 403, "ACCESS_DENIED", "Access denied!"),
    (
        "WRONG_AUTH_TYPE",
        403,
        "WRONG_AUTH_TYPE",
        "Current authorization type is denied for this method",
    ),
    (
        "WRONG_LICENSE",
        403,
        "WRONG_LICENSE",
        "This feature is not enabled for the current license: extended offline events handling",
    ),
    (
        "connector_license",
        403,
        "WRONG_LICENSE",
        "This feature is not enabled for the current license: auth_connector",
    ),
    (
        "PORTAL_DELETED",
        403,
        "PORTAL_DELETED",
        "Portal was deleted",
    ),
    (
        "ERROR_METHOD_NOT_FOUND",
        404,
        "ERROR_METHOD_NOT_FOUND",
        "Method not found!",
    ),
    (
        "ERROR_EVENT_NOT_FOUND",
        400,
        "ERROR_EVENT_NOT_FOUND",
        "Event not found",
    ),
    (
        "already_started",
        400,
        "ERROR_CORE",
        "Unable to set event handler: Process of binding the handler has already started",
    ),
    (
        "already_bound",
        400,
        "ERROR_CORE",
        "Unable to set event handler: Handler already binded",
    ),
    ("ERROR_CORE", 500, "ERROR_CORE", "SQL query error!"),
    (
        "INTERNAL_SERVER_ERROR",
        500,
        "INTERNAL_SERVER_ERROR",
        "Internal server error",
    ),
    (
        "ERROR_UNEXPECTED_ANSWER",
        500,
        "ERROR_UNEXPECTED_ANSWER",
        "Server returned an unexpected response",
    ),
    (
        "INTERNAL_WRONG_TRANSPORT",
        500,
        "INTERNAL_WRONG_TRANSPORT",
        "Wrong transport",
    ),
    (
        "INTERNAL_WRONG_HANDLER_CLASS",
        500,
        "INTERNAL_WRONG_HANDLER_CLASS",
        "Wrong handler class",
    ),
    (
        "QUERY_LIMIT_EXCEEDED",
        503,
        "QUERY_LIMIT_EXCEEDED",
        "Too many requests",
    ),
    (
        "OPERATION_TIME_LIMIT",
        429,
        "OPERATION_TIME_LIMIT",
        "Method is blocked due to operation time limit.",
    ),
    (
        "WRONG_ENCODING",
        200,
        "WRONG_ENCODING",
        "Wrong request encoding",
    ),
];

/// The refusal of this name.
pub fn find(name: &str) -> Option<Refusal> {
    let row = TABLE.iter().find(|(known, ..)| *known == name);
    row.map(|(_, status, code, text)| Refusal::new(*status, code, text))
}

/// The refusal of this name, for names that the program itself uses.
pub fn refusal(name: &str) -> Refusal {
    find(name).unwrap_or_else(|| Refusal::new(500, "ERROR_CORE", name))
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, ..)| *name)
}

/// The status that the documentation gives for this refusal (contract §12).
pub fn documented_status(refusal: &Refusal) -> u16 {
    match (refusal.code.as_str(), refusal.status) {
        ("INVALID_REQUEST", _) => 400,
        ("OVERLOAD_LIMIT", _) => 503,
        ("PORTAL_DELETED", _) => 500,
        ("INVALID_CREDENTIALS" | "insufficient_scope" | "user_access_error", _) => 403,
        ("ACCESS_DENIED", 401) => 403,
        (_, status) => status,
    }
}
