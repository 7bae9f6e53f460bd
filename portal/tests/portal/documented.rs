//! README.md names every switch, method and kind of fault.

use serde_json::json;

use crate::running::Running;

#[tokio::test]
async fn every_switch_is_documented() {
    let portal = Running::start().await;
    let text = include_str!("../../README.md");
    let (_, table) = text.split_once("## Switches").unwrap();
    for name in portal.look("switches").await.as_object().unwrap().keys() {
        assert!(table.contains(&format!("`{name}`")), "{name}");
    }
}

#[tokio::test]
async fn every_method_is_documented() {
    let portal = Running::start().await;
    let text = include_str!("../../README.md");
    let quoted = text.split('`').skip(1).step_by(2);
    // `event.offline.get|list` stands for two
    let documented: Vec<String> = quoted
        .flat_map(|words| {
            let mut parts = words.split('|');
            let first = parts.next().unwrap_or_default();
            let prefix = first.rfind('.').map_or("", |dot| &first[..=dot]);
            let others = parts.map(move |part| format!("{prefix}{part}"));
            std::iter::once(first.to_owned()).chain(others)
        })
        .collect();
    for name in portal
        .result("methods", json!({}))
        .await
        .as_array()
        .unwrap()
    {
        let name = name.as_str().unwrap();
        assert!(documented.iter().any(|one| one == name), "{name}");
    }
}

#[tokio::test]
async fn every_kind_of_fault_is_documented() {
    let portal = Running::start().await;
    let text = include_str!("../../README.md");
    let (_, answer) = portal.try_control("faults", json!({"fault": "?"})).await;
    let names = answer["error_description"].as_str().unwrap();
    let (_, names) = names.split_once("there are: ").unwrap();
    let (kinds, _) = names.split_once(", expired_token").unwrap();
    assert!(kinds.split(", ").count() > 5, "{kinds}");
    for kind in kinds.split(", ") {
        assert!(text.contains(&format!("\n| `{kind}` |")), "{kind}");
    }
}
