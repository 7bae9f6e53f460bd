//! One row for each check, and that an earlier check wins.

use super::HANDLER;
use bx24_portal::{Config, Switches, WebhookEvents};
use serde_json::{Value, json};

use crate::running::{Running, short, unlimited};

/// Every fault that a call can have, worst last. A call with the faults from `n` on has to get
/// the answer to the first of them.
#[tokio::test]
async fn checks_come_in_the_portals_order() {
    let portal = Running::start().await;
    let (admin, user) = (portal.admin(), portal.user());
    let rows: [(&str, &str, Value, Value); 14] = [
        (
            "2: a foreign user beats an empty event",
            &user,
            json!({"event": "", "auth_type": 1, "event_type": "x", "handler": ""}),
            json!([
                403,
                "ACCESS_DENIED",
                "Access denied! Event binding with AUTH_TYPE requires administrator access rights"
            ]),
        ),
        (
            "3: an empty event beats a wrong type",
            &user,
            json!({"event": "", "event_type": "x"}),
            json!([400, "ERROR_ARGUMENT", "Argument 'EVENT' is null or empty"]),
        ),
        (
            "4: a wrong type beats an empty handler",
            &user,
            json!({"event": "NOPE", "event_type": "x"}),
            json!([
                400,
                "ERROR_ARGUMENT",
                "Value must be one of {online|offline}"
            ]),
        ),
        (
            "5: offline without rights beats an unknown event",
            &user,
            json!({"event": "NOPE", "event_type": "offline"}),
            json!([
                403,
                "ACCESS_DENIED",
                "Access denied! Offline events binding requires administrator access rights"
            ]),
        ),
        (
            "6: an empty handler beats an unknown event",
            &admin,
            json!({"event": "NOPE", "handler": ""}),
            json!([400, "ERROR_ARGUMENT", "Argument 'HANDLER' is null or empty"]),
        ),
        (
            "7: a host without a dot beats its scheme",
            &admin,
            json!({"event": "NOPE", "handler": "ftp://localhost/h"}),
            json!([400, "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"]),
        ),
        (
            "7: no scheme and no slashes means no host",
            &admin,
            json!({"event": "NOPE", "handler": "x.y/h"}),
            json!([400, "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"]),
        ),
        (
            "8: an upper-case scheme beats an unknown event",
            &admin,
            json!({"event": "NOPE", "handler": "HTTPS://x.y"}),
            json!([
                400,
                "ERROR_UNSUPPORTED_PROTOCOL",
                "Unsupported handler protocol"
            ]),
        ),
        (
            "8: no scheme",
            &admin,
            json!({"event": "NOPE", "handler": "//x.y/h"}),
            json!([
                400,
                "ERROR_UNSUPPORTED_PROTOCOL",
                "Unsupported handler protocol"
            ]),
        ),
        (
            "9: an unknown event",
            &admin,
            json!({"event": "NOPE", "handler": HANDLER}),
            json!([400, "ERROR_EVENT_NOT_FOUND", "Event not found"]),
        ),
        (
            "9: an unknown offline event",
            &admin,
            json!({"event": "NOPE", "event_type": "offline"}),
            json!([400, "ERROR_EVENT_NOT_FOUND", "Event not found"]),
        ),
        (
            "10: an event that is never offline",
            &admin,
            json!({"event": "ONOFFLINEEVENT", "event_type": "offline"}),
            json!([
                400,
                "ERROR_ARGUMENT",
                "Offline event cannot be registered for this event."
            ]),
        ),
        (
            "bound",
            &admin,
            json!({"event": "onCrmLeadAdd", "handler": HANDLER}),
            json!([200, true]),
        ),
        (
            "12: a duplicate",
            &admin,
            json!({"event": "ONCRMLEADADD", "handler": HANDLER, "auth_type": "0"}),
            json!([
                400,
                "ERROR_CORE",
                "Unable to set event handler: Handler already binded"
            ]),
        ),
    ];
    for (what, token, params, expected) in rows {
        let answer = portal.call(token, "event.bind", params).await;
        assert_eq!(short(&answer), expected, "{what}");
    }
    assert_eq!(portal.handlers().await.len(), 1);
}

#[tokio::test]
async fn row_1_a_webhook_comes_first_of_all() {
    let switches = Switches {
        webhook_events: WebhookEvents::Refused,
        ..Switches::default()
    };
    let portal = Running::with(Config {
        switches,
        ..unlimited()
    })
    .await;
    let denied = json!([
        403,
        "WRONG_AUTH_TYPE",
        "Current authorization type is denied for this method"
    ]);
    for method in [
        "event.bind",
        "event.unbind",
        "event.get",
        "event.test",
        "events",
        "event.offline.get",
    ] {
        assert_eq!(
            short(&portal.webhook(method, json!({})).await),
            denied,
            "{method}"
        );
    }
}

#[tokio::test]
async fn argument_errors_name_the_argument() {
    let portal = Running::start().await;
    for (params, name) in [
        (json!({}), json!("EVENT")),
        (
            json!({"event": "A", "event_type": "x"}),
            json!("EVENT_TYPE"),
        ),
        (json!({"event": "A"}), json!("HANDLER")),
        (
            json!({"event": "ONOFFLINEEVENT", "event_type": "offline"}),
            Value::Null,
        ),
    ] {
        let (_, body) = portal.rest("event.bind", params).await;
        assert_eq!(body["argument"], name, "{body}");
        assert_eq!(body.get("time"), None);
    }
}

#[tokio::test]
async fn row_11_the_same_binding_at_the_same_time() {
    let portal = Running::start().await;
    portal.switch(json!({"bindingMs": 200})).await;
    let params = json!({"event": "ONCRMLEADADD", "handler": HANDLER});
    let other = json!({"event": "ONCRMLEADADD", "handler": HANDLER, "auth_type": 15});
    let (first, second, third) = tokio::join!(
        portal.rest("event.bind", params.clone()),
        portal.rest("event.bind", params.clone()),
        portal.rest("event.bind", other),
    );
    let mut codes = [short(&first), short(&second)].map(|answer| answer.to_string());
    codes.sort();
    let started = "Unable to set event handler: Process of binding the handler has already started";
    assert_eq!(
        codes,
        [
            "[200,true]".to_owned(),
            json!([400, "ERROR_CORE", started]).to_string()
        ]
    );
    assert_eq!(
        short(&third),
        json!([200, true]),
        "another user is another identity"
    );
    let later = portal.rest("event.bind", params).await;
    assert_eq!(
        later.1["error_description"],
        "Unable to set event handler: Handler already binded"
    );
}
