//! Faults of single commands, and storms.

use serde_json::{Value, json};

use crate::running::Running;

#[tokio::test]
async fn a_command_of_a_batch_can_fail_alone() {
    let portal = Running::start().await;
    let started =
        json!({"fault": "already_started", "match": {"method": "event.bind", "batch": true}});
    let bound = json!({"fault": "already_bound", "execute": true, "match": {"batch": true, "application": "app"}});
    portal.control("faults", json!([started, bound])).await;
    portal.result("profile", json!({})).await;
    let command = |at: u8| format!("event.bind?event=ONAPPTEST&handler=https://x.y/{at}");
    let found = portal
        .result(
            "batch",
            json!({"cmd": [command(0), command(1), command(2)]}),
        )
        .await;
    assert_eq!(found["result"], json!({"2": true}));
    assert_eq!(found["result_error"].as_array().unwrap().len(), 2);
    let bound: Vec<Value> = portal
        .handlers()
        .await
        .iter()
        .map(|handler| handler["handler"].clone())
        .collect();
    assert_eq!(bound, ["https://x.y/1", "https://x.y/2"]);
}

#[tokio::test]
async fn a_storm_hits_its_share() {
    let portal = Running::start().await;
    let storm =
        json!({"seed": 1, "rate": 0.3, "faults": [{"fault": "html"}, {"fault": "expired_token"}]});
    portal.control("faults", storm).await;
    let mut hit = 0;
    for _ in 0..100 {
        hit += usize::from(portal.rest("profile", json!({})).await.0 != 200);
    }
    assert!((15..45).contains(&hit), "{hit} of 100");
    let (status, error) = portal.try_control("faults", json!({"fault": "nope"})).await;
    assert!(
        status == 400
            && error["error_description"]
                .as_str()
                .unwrap()
                .contains("already_started"),
        "{error}"
    );
    portal
        .client
        .delete(portal.url("control/faults"))
        .send()
        .await
        .unwrap();
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
}
