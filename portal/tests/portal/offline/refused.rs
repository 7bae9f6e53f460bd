//! Who may not, and what is no argument.

use serde_json::{Value, json};

use super::queueing;
use crate::running::short;

#[tokio::test]
async fn only_administrators() {
    let portal = queueing().await;
    for method in ["get", "list", "clear", "error"] {
        let refused = portal
            .call(
                &portal.user(),
                &format!("event.offline.{method}"),
                json!({}),
            )
            .await;
        assert_eq!(
            short(&refused),
            json!([403, "ACCESS_DENIED", "Access denied!"]),
            "{method}"
        );
    }
}

#[tokio::test]
async fn wrong_arguments() {
    let portal = queueing().await;
    let rows = [
        (
            "get",
            json!({"limit": 0}),
            "Value must be positive integer",
            json!("LIMIT"),
        ),
        (
            "get",
            json!({"limit": "x", "filter": "x"}),
            "Value must be positive integer",
            json!("LIMIT"),
        ),
        (
            "get",
            json!({"filter": "x", "order": "x"}),
            "The filter is not an array.",
            Value::Null,
        ),
        (
            "get",
            json!({"filter": {"NOPE": 1}}),
            "Filter field not allowed: NOPE",
            Value::Null,
        ),
        (
            "get",
            json!({"filter": {"PROCESS_ID": 1}}),
            "Filter field not allowed: PROCESS_ID",
            Value::Null,
        ),
        (
            "get",
            json!({"filter": {"!ID": 1}}),
            "Filter operation not allowed: !",
            Value::Null,
        ),
        (
            "get",
            json!({"filter": {"@ID": [1]}}),
            "Filter operation not allowed: @",
            Value::Null,
        ),
        (
            "get",
            json!({"filter": {"ID": [1]}}),
            "The value of an argument 'ID' has an invalid type",
            Value::Null,
        ),
        (
            "get",
            json!({"order": "x"}),
            "The order is not an array.",
            Value::Null,
        ),
        (
            "get",
            json!({"order": {"NOPE": "ASC"}}),
            "Order field not allowed: NOPE",
            Value::Null,
        ),
        (
            "get",
            json!({"order": {"ID": "up"}}),
            "Order direction should be one of {ASC|DESC}",
            Value::Null,
        ),
        (
            "list",
            json!({"filter": {"!ID": 1}}),
            "Filter operation not allowed: !",
            Value::Null,
        ),
        (
            "clear",
            json!({}),
            "Argument 'PROCESS_ID' is null or empty",
            json!("PROCESS_ID"),
        ),
        (
            "clear",
            json!({"process_id": "x", "message_id": ["short"]}),
            "Value must be array of MESSAGE_ID values",
            json!("MESSAGE_ID"),
        ),
        (
            "clear",
            json!({"process_id": "x", "id": [0]}),
            "Value must be array of integers",
            json!("ID"),
        ),
        (
            "clear",
            json!({"process_id": "x", "id": "1"}),
            "Value must be array of integers",
            json!("ID"),
        ),
        (
            "error",
            json!({"message_id": []}),
            "Argument 'PROCESS_ID' is null or empty",
            json!("PROCESS_ID"),
        ),
        (
            "error",
            json!({"process_id": "x"}),
            "Value must be array of MESSAGE_ID values",
            json!("MESSAGE_ID"),
        ),
    ];
    for (method, params, text, argument) in rows {
        let (status, body) = portal
            .rest(&format!("event.offline.{method}"), params.clone())
            .await;
        assert_eq!(
            (status, &body["error"], &body["error_description"]),
            (400, &json!("ERROR_ARGUMENT"), &json!(text)),
            "{method} {params}"
        );
        assert_eq!(body["argument"], argument, "{method} {params}");
    }
}
