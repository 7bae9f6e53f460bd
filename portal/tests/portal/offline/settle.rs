//! `event.offline.clear` and `event.offline.error`.

use serde_json::{Value, json};

use super::{get, ids, leads, list, queueing};

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
