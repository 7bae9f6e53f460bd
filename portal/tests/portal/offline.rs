//! Offline events, contract §3.6.

use serde_json::{Value, json};

use crate::running::{Running, short};

/// A portal whose app queues new leads and deal updates, without a connector.
async fn queueing() -> Running {
    let portal = Running::start().await;
    for event in ["ONCRMLEADADD", "ONCRMDEALUPDATE"] {
        portal
            .result(
                "event.bind",
                json!({"event": event, "event_type": "offline"}),
            )
            .await;
    }
    portal
}

async fn leads(portal: &Running, ids: impl IntoIterator<Item = i64>) {
    for id in ids {
        portal.control("lead", json!({"id": id})).await;
    }
}

/// The ids of the leads, in order.
fn ids(events: &Value) -> Vec<String> {
    let id = |event: &Value| {
        event["EVENT_DATA"]["FIELDS"]["ID"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    events.as_array().unwrap().iter().map(id).collect()
}

async fn get(portal: &Running, params: Value) -> Value {
    portal.result("event.offline.get", params).await
}

async fn list(portal: &Running) -> Vec<Value> {
    portal
        .result("event.offline.list", json!({}))
        .await
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn an_event_looks_as_the_portal_shows_it() {
    let portal = queueing().await;
    portal.control("lead", json!({"id": 123, "user": 15})).await;
    portal
        .control("fire", json!({"event": "ONCRMDEALUPDATE"}))
        .await;
    let found = get(&portal, json!({})).await;
    assert_eq!(found["process_id"], Value::Null);
    let event = &found["events"][0];
    assert_eq!(event["ID"], "1");
    assert_eq!(event["EVENT_NAME"], "ONCRMLEADADD");
    assert_eq!(event["EVENT_DATA"], json!({"FIELDS": {"ID": "123"}}));
    assert_eq!(event["EVENT_ADDITIONAL"], json!({"user_id": "15"}));
    assert_eq!(event["MESSAGE_ID"].as_str().unwrap().len(), 32);
    assert_eq!(event["TIMESTAMP_X"].as_str().unwrap().len(), 25);
    assert_eq!(event.get("PROCESS_ID"), None);
    let robot = &found["events"][1];
    assert_eq!(
        (&robot["EVENT_ADDITIONAL"], &robot["EVENT_DATA"]),
        (&json!({"user_id": 0}), &json!({"FIELDS": {"ID": 1}}))
    );
    assert_eq!(
        get(&portal, json!({})).await,
        json!({"process_id": null, "events": []}),
        "getting clears"
    );
}

#[tokio::test]
async fn rule_2_a_repeat_of_a_free_row_is_the_same_row() {
    let portal = queueing().await;
    leads(&portal, [1, 2, 1]).await;
    portal.control("deal", json!({"id": 1})).await;
    portal.control("lead", json!({"id": 2, "user": 15})).await;
    let rows = list(&portal).await;
    let users: Vec<&Value> = rows
        .iter()
        .map(|row| &row["EVENT_ADDITIONAL"]["user_id"])
        .collect();
    assert_eq!(users, ["1", "15", "1"], "the last who did it");
    let names: Vec<&Value> = rows.iter().map(|row| &row["EVENT_NAME"]).collect();
    assert_eq!(names, ["ONCRMLEADADD", "ONCRMLEADADD", "ONCRMDEALUPDATE"]);
    assert_eq!(rows[0]["ID"], "1");
    assert_ne!(
        rows[0]["MESSAGE_ID"], rows[2]["MESSAGE_ID"],
        "another event of the same object"
    );
    get(&portal, json!({"clear": 0, "limit": 1})).await;
    leads(&portal, [1]).await;
    let rows = list(&portal).await;
    assert_eq!(rows.len(), 4, "a reserved row is left alone");
    assert_eq!(rows[0]["MESSAGE_ID"], rows[3]["MESSAGE_ID"]);
}

#[tokio::test]
async fn rule_3_own_changes_are_not_queued() {
    let portal = Running::start().await;
    for connector in ["", "mine"] {
        let params =
            json!({"event": "ONCRMLEADADD", "event_type": "offline", "auth_connector": connector});
        portal.result("event.bind", params).await;
    }
    let count = |connector: &'static str| {
        let portal = &portal;
        async move {
            let found = portal
                .result("event.offline.list", json!({"auth_connector": connector}))
                .await;
            found.as_array().unwrap().len()
        }
    };
    portal
        .result(
            "crm.lead.add",
            json!({"fields": {}, "auth_connector": "mine"}),
        )
        .await;
    assert_eq!((count("").await, count("mine").await), (1, 0));
    portal.result("crm.lead.add", json!({"fields": {}})).await;
    assert_eq!((count("").await, count("mine").await), (1, 1));
    portal.webhook("crm.lead.add", json!({"fields": {}})).await;
    assert_eq!(
        (count("").await, count("mine").await),
        (2, 2),
        "another application's change"
    );
    portal.switch(json!({"ownChanges": "queued"})).await;
    portal.result("crm.lead.add", json!({"fields": {}})).await;
    assert_eq!((count("").await, count("mine").await), (3, 3));
}

#[tokio::test]
async fn rule_4_reservations_are_disjoint() {
    let portal = queueing().await;
    leads(&portal, 1..=5).await;
    let first = get(&portal, json!({"clear": 0, "limit": 2})).await;
    let second = get(&portal, json!({"clear": "0"})).await;
    assert_eq!(
        (ids(&first["events"]), ids(&second["events"])),
        (
            vec!["1".into(), "2".into()],
            vec!["3".into(), "4".into(), "5".into()]
        )
    );
    assert_eq!(first["process_id"].as_str().unwrap().len(), 32);
    assert_ne!(first["process_id"], second["process_id"]);
    let empty = get(&portal, json!({"clear": 0})).await;
    assert!(
        empty["process_id"].is_string() && empty["events"] == json!([]),
        "{empty}"
    );
    let again = get(
        &portal,
        json!({"clear": 0, "process_id": first["process_id"]}),
    )
    .await;
    assert_eq!(
        (ids(&again["events"]), &again["process_id"]),
        (ids(&first["events"]), &first["process_id"])
    );
    get(
        &portal,
        json!({"clear": 1, "process_id": second["process_id"], "limit": 1}),
    )
    .await;
    let left: Vec<Value> = list(&portal)
        .await
        .iter()
        .map(|row| row["PROCESS_ID"].clone())
        .collect();
    assert_eq!(
        left,
        vec![first["process_id"].clone(); 2],
        "the whole reservation went, beyond the limit too"
    );
}

#[tokio::test]
async fn clear_as_the_word_true_reserves() {
    let portal = queueing().await;
    leads(&portal, [1]).await;
    let found = get(&portal, json!({"clear": "true"})).await;
    assert!(found["process_id"].is_string());
    assert_eq!(list(&portal).await.len(), 1);
    leads(&portal, [2]).await;
    get(&portal, json!({"clear": null})).await;
    assert_eq!(list(&portal).await.len(), 1, "null is the default: clear");
}

#[tokio::test]
async fn reserving_needs_a_licence() {
    let portal = queueing().await;
    portal.switch(json!({"offlineExtended": false})).await;
    let refused = portal
        .rest(
            "event.offline.get",
            json!({"clear": 0, "limit": 0, "filter": "x"}),
        )
        .await;
    let text =
        "This feature is not enabled for the current license: extended offline events handling";
    assert_eq!(short(&refused), json!([403, "WRONG_LICENSE", text]));
    assert_eq!(get(&portal, json!({"clear": 1})).await["events"], json!([]));
    assert_eq!(
        portal
            .result("feature.get", json!({"code": "rest_offline_extended"}))
            .await,
        json!({"value": "N"})
    );
    portal.switch(json!({"selfHosted": true})).await;
    assert!(get(&portal, json!({"clear": 0})).await["process_id"].is_string());
    assert_eq!(
        portal
            .result("feature.get", json!({"code": "rest_offline_extended"}))
            .await,
        json!({"value": "en_selfhosted"})
    );
}

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
async fn filters_and_orders() {
    let portal = queueing().await;
    leads(&portal, 1..=5).await;
    portal.control("deal", json!({"id": 9})).await;
    let message = list(&portal).await[0]["MESSAGE_ID"].clone();
    for (method, params, expected) in [
        ("get", json!({"filter": {">=ID": 4}}), vec!["4", "5", "9"]),
        ("get", json!({"filter": {">ID": "1", "<ID": 3}}), vec!["2"]),
        (
            "get",
            json!({"filter": {"=EVENT_NAME": "ONCRMDEALUPDATE"}}),
            vec!["9"],
        ),
        ("get", json!({"filter": {"MESSAGE_ID": message}}), vec!["1"]),
        (
            "get",
            json!({"filter": {">TIMESTAMP_X": "2040-01-01T00:00:00+00:00"}}),
            vec![],
        ),
        (
            "get",
            json!({"filter": [], "order": {"ID": "desc"}, "limit": 2}),
            vec!["9", "5"],
        ),
        ("list", json!({"filter": {"@ID": [1, "3"]}}), vec!["1", "3"]),
        (
            "list",
            json!({"filter": {"%EVENT_NAME": "lead"}, "order": {"ID": "DESC"}}),
            vec!["5", "4", "3", "2", "1"],
        ),
        (
            "list",
            json!({"filter": {"PROCESS_ID": "", "ERROR": 0, "<=ID": 2}}),
            vec!["1", "2"],
        ),
        ("list", json!({"start": 4}), vec!["5", "9"]),
    ] {
        let mut params = params;
        if method == "get" {
            // looks without taking: the same reservation is made and given back
            params["clear"] = json!(0);
        }
        let found = portal
            .result(&format!("event.offline.{method}"), params.clone())
            .await;
        let events = if method == "get" {
            &found["events"]
        } else {
            &found
        };
        assert_eq!(ids(events), expected, "{params}");
        if method == "get" {
            leads(&portal, []).await;
            portal.control("reset", json!({})).await;
            for event in ["ONCRMLEADADD", "ONCRMDEALUPDATE"] {
                portal
                    .result(
                        "event.bind",
                        json!({"event": event, "event_type": "offline"}),
                    )
                    .await;
            }
            leads(&portal, 1..=5).await;
            portal.control("deal", json!({"id": 9})).await;
        }
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

#[tokio::test]
async fn clear_deletes_what_is_named() {
    let portal = queueing().await;
    leads(&portal, 1..=4).await;
    let reserved = get(&portal, json!({"clear": 0, "limit": 3})).await;
    let process = &reserved["process_id"];
    let message = |at: usize| reserved["events"][at]["MESSAGE_ID"].clone();
    let clear = |params: Value| portal.result("event.offline.clear", params);
    assert_eq!(clear(json!({"process_id": "unknown"})).await, json!(true));
    assert_eq!(list(&portal).await.len(), 4);
    clear(json!({"process_id": process, "message_id": [message(1)], "id": [1]})).await;
    let left = json!(list(&portal).await);
    assert_eq!(ids(&left), ["1", "3", "4"], "message_id beats id");
    clear(json!({"process_id": process, "id": [4, "1"]})).await;
    assert_eq!(
        ids(&json!(list(&portal).await)),
        ["3", "4"],
        "4 is not of this reservation"
    );
    clear(json!({"process_id": process, "message_id": []})).await;
    assert_eq!(
        ids(&json!(list(&portal).await)),
        ["4"],
        "an empty list restricts nothing"
    );
    clear(json!({"process_id": ""})).await;
    assert_eq!(
        list(&portal).await,
        Vec::<Value>::new(),
        "no process id: every free row"
    );
}

#[tokio::test]
async fn error_marks_its_own_rows_and_drops_newer_ones() {
    let portal = queueing().await;
    leads(&portal, [1, 2]).await;
    let reserved = get(&portal, json!({"clear": 0})).await;
    leads(&portal, [1, 2]).await;
    let message = |at: usize| reserved["events"][at]["MESSAGE_ID"].clone();
    portal
        .result(
            "event.offline.error",
            json!({"process_id": reserved["process_id"], "message_id": []}),
        )
        .await;
    assert_eq!(list(&portal).await.len(), 4, "an empty list does nothing");
    portal
        .result(
            "event.offline.error",
            json!({"process_id": reserved["process_id"], "message_id": [message(0)]}),
        )
        .await;
    let rows: Vec<Value> = list(&portal)
        .await
        .iter()
        .map(|row| json!([row["ID"], row["ERROR"], row["PROCESS_ID"] == ""]))
        .collect();
    assert_eq!(
        rows,
        [
            json!(["1", "1", true]),
            json!(["2", "0", false]),
            json!(["4", "0", true])
        ]
    );
    leads(&portal, [1]).await;
    assert_eq!(
        list(&portal).await.len(),
        3,
        "rule 6: a change goes into the row in error"
    );
    assert_eq!(
        ids(&get(&portal, json!({"clear": 0})).await["events"]),
        ["2"],
        "and stays invisible"
    );
    assert_eq!(
        ids(&get(&portal, json!({"clear": 0, "error": 1})).await["events"]),
        ["1"]
    );
    portal
        .result(
            "event.offline.error",
            json!({"process_id": "wrong", "message_id": [message(1)]}),
        )
        .await;
    let left = json!(list(&portal).await);
    assert_eq!(ids(&left), ["1"], "a wrong process id loses the rows");
}

#[tokio::test]
async fn list_pages_and_shows_everything() {
    let portal = queueing().await;
    leads(&portal, 1..=60).await;
    let reserved = get(&portal, json!({"clear": 0, "limit": 1})).await;
    let (_, first) = portal.rest("event.offline.list", json!({})).await;
    assert_eq!((&first["total"], &first["next"]), (&json!(60), &json!(50)));
    assert_eq!(first["result"].as_array().unwrap().len(), 50);
    let row = &first["result"][0];
    assert_eq!(
        (&row["PROCESS_ID"], &row["ERROR"]),
        (&reserved["process_id"], &json!("0"))
    );
    let (_, last) = portal
        .rest("event.offline.list", json!({"start": "50"}))
        .await;
    assert_eq!(
        (last["result"].as_array().unwrap().len(), last.get("next")),
        (10, None)
    );
}

#[tokio::test]
async fn new_rows_are_announced() {
    let portal = queueing().await;
    let handler = |name: &str, timeout: i64| {
        json!({
            "event": "ONOFFLINEEVENT", "handler": portal.inbox(name), "options": {"minTimeout": timeout},
        })
    };
    portal.result("event.bind", handler("eager", 0)).await;
    portal.result("event.bind", handler("patient", 60)).await;
    portal
        .webhook(
            "event.bind",
            json!({"event": "ONOFFLINEEVENT", "handler": portal.inbox("other")}),
        )
        .await;
    leads(&portal, [1, 2, 2]).await;
    let eager = portal.arrived("eager", 2).await;
    portal.settle().await;
    assert_eq!(
        portal.arrived("eager", 2).await.len(),
        2,
        "a repeat is no new row"
    );
    assert_eq!(portal.arrived("patient", 1).await.len(), 1);
    assert_eq!(portal.arrived("other", 0).await.len(), 0);
    let sent = &eager[0]["fields"];
    assert_eq!(
        (sent.get("data"), sent["auth"]["refresh_token"].is_string()),
        (None, true)
    );
}

#[tokio::test]
async fn nothing_is_queued_while_the_app_may_not_hear() {
    let portal = queueing().await;
    portal.switch(json!({"installed": false})).await;
    leads(&portal, [1]).await;
    portal.switch(json!({"installed": true})).await;
    assert_eq!(list(&portal).await.len(), 0);
}
