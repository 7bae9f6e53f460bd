//! The errors of the portal, word for word.

use serde_json::json;

use super::bind;
use crate::running::{Running, short};

#[tokio::test]
async fn every_standing_refusal_can_be_had() {
    let portal = Running::start().await;
    for (fault, expected) in [
        (
            "expired_token",
            json!([
                401,
                "expired_token",
                "The access token provided has expired"
            ]),
        ),
        (
            "invalid_token",
            json!([401, "invalid_token", "Unable to get application by token"]),
        ),
        (
            "NO_AUTH_FOUND",
            json!([401, "NO_AUTH_FOUND", "Wrong authorization data"]),
        ),
        (
            "INVALID_CREDENTIALS",
            json!([401, "INVALID_CREDENTIALS", "Invalid request credentials"]),
        ),
        (
            "INVALID_REQUEST",
            json!([401, "INVALID_REQUEST", "Https required."]),
        ),
        (
            "insufficient_scope",
            json!([
                401,
                "insufficient_scope",
                "The request requires higher privileges than provided by the access token"
            ]),
        ),
        (
            "user_access_error",
            json!([
                401,
                "user_access_error",
                "The user does not have access to the application."
            ]),
        ),
        (
            "authorization_error",
            json!([401, "authorization_error", "Unable to authorize user"]),
        ),
        (
            "APPLICATION_NOT_FOUND",
            json!([401, "APPLICATION_NOT_FOUND", "Application not found"]),
        ),
        (
            "CONNECTION_ERROR",
            json!([
                401,
                "CONNECTION_ERROR",
                "Error connecting to authorization server"
            ]),
        ),
        (
            "plan",
            json!([
                401,
                "ACCESS_DENIED",
                "REST is available only on commercial plans."
            ]),
        ),
        (
            "OVERLOAD_LIMIT",
            json!([
                401,
                "OVERLOAD_LIMIT",
                "REST API is blocked due to overload."
            ]),
        ),
        (
            "METHOD_CONFIRM_WAITING",
            json!([401, "METHOD_CONFIRM_WAITING", "Waiting for confirmation"]),
        ),
        (
            "METHOD_CONFIRM_DENIED",
            json!([403, "METHOD_CONFIRM_DENIED", "Method call denied"]),
        ),
        (
            "ACCESS_DENIED",
            json!([403, "ACCESS_DENIED", "Access denied!"]),
        ),
        (
            "WRONG_AUTH_TYPE",
            json!([
                403,
                "WRONG_AUTH_TYPE",
                "Current authorization type is denied for this method"
            ]),
        ),
        (
            "PORTAL_DELETED",
            json!([403, "PORTAL_DELETED", "Portal was deleted"]),
        ),
        (
            "ERROR_METHOD_NOT_FOUND",
            json!([404, "ERROR_METHOD_NOT_FOUND", "Method not found!"]),
        ),
        ("ERROR_CORE", json!([500, "ERROR_CORE", "SQL query error!"])),
        (
            "QUERY_LIMIT_EXCEEDED",
            json!([503, "QUERY_LIMIT_EXCEEDED", "Too many requests"]),
        ),
        (
            "OPERATION_TIME_LIMIT",
            json!([
                429,
                "OPERATION_TIME_LIMIT",
                "Method is blocked due to operation time limit."
            ]),
        ),
        (
            "already_started",
            json!([
                400,
                "ERROR_CORE",
                "Unable to set event handler: Process of binding the handler has already started"
            ]),
        ),
        (
            "WRONG_ENCODING",
            json!([200, "WRONG_ENCODING", "Wrong request encoding"]),
        ),
    ] {
        portal.control("faults", json!([{"fault": fault}])).await;
        let found = portal.rest("event.bind", bind()).await;
        assert_eq!(short(&found), expected, "{fault}");
    }
    portal.control("faults", json!([{"fault": "error", "status": 418, "error": "TEA", "description": "pot", "argument": "X"}])).await;
    let (status, body) = portal.rest("event.bind", bind()).await;
    assert_eq!(
        (status, body),
        (
            418,
            json!({"error": "TEA", "error_description": "pot", "argument": "X"})
        )
    );
}
