//! The exchanges of `conformance/*.toml`, against a portal of this program.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::running::{Answer, Running, answer};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exchange: Vec<Exchange>,
}

/// One request and what has to come back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    /// Of the contract.
    section: String,
    name: String,
    /// `admin` (the default), `user`, `webhook`, `wrong webhook`, `unknown` (token) or `nobody`.
    #[serde(default = "admin")]
    caller: String,
    /// Switches that it needs.
    #[serde(default)]
    settings: Map<String, Value>,
    #[serde(default)]
    faults: Vec<Value>,
    /// Calls by the administrator before it, which have to succeed.
    #[serde(default)]
    before: Vec<Before>,
    method: String,
    #[serde(default)]
    params: Map<String, Value>,
    status: u16,
    error: Option<String>,
    description: Option<String>,
    argument: Option<String>,
    /// What `result` is, or what is in it at the pointer `at`.
    result: Option<Value>,
    #[serde(default)]
    at: String,
    /// Or only what it is: `array` or `object`.
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    method: String,
    params: Value,
}

fn admin() -> String {
    "admin".to_owned()
}

impl Exchange {
    async fn run(&self, portal: &Running) -> Answer {
        portal.control("reset", json!({})).await;
        for call in &self.before {
            portal.result(&call.method, call.params.clone()).await;
        }
        portal.switch(Value::Object(self.settings.clone())).await;
        portal.control("faults", json!(self.faults)).await;
        let params = Value::Object(self.params.clone());
        let at = |url: String| answer(portal.client.post(url).json(&self.params));
        let method = &self.method;
        match self.caller.as_str() {
            "admin" => portal.rest(method, params).await,
            "user" => portal.call(&portal.user(), method, params).await,
            "unknown" => portal.call("unknown", method, params).await,
            "webhook" => portal.webhook(method, params).await,
            "wrong webhook" => at(portal.url(&format!("rest/1/wrong/{method}"))).await,
            "nobody" => at(portal.url(&format!("rest/{method}"))).await,
            other => panic!("there is no caller `{other}`"),
        }
    }

    /// What is not as it has to be; empty if all is.
    fn differences(&self, (status, body): &Answer) -> Vec<String> {
        let result = body["result"].pointer(&self.at).unwrap_or(&Value::Null);
        let kind = match result {
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            _ => "other",
        };
        let text = |name: &str| body[name].as_str().map(str::to_owned);
        let of_error =
            |expected: &Option<String>, name| expected.is_none() || *expected == text(name);
        let checks = [
            ("status", *status == self.status),
            ("error", self.error == text("error")),
            (
                "description",
                of_error(&self.description, "error_description"),
            ),
            ("argument", self.argument == text("argument")),
            (
                "result",
                self.result
                    .as_ref()
                    .is_none_or(|expected| expected == result),
            ),
            (
                "kind",
                self.kind.as_ref().is_none_or(|expected| expected == kind),
            ),
        ];
        let wrong = checks.into_iter().filter(|(_, right)| !right);
        wrong
            .map(|(what, _)| format!("§{} {}: {what}: {status} {body}", self.section, self.name))
            .collect()
    }
}

fn exchanges() -> Vec<Exchange> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(FOLDER).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let file: File = toml::from_str(&text).unwrap();
        all.extend(file.exchange);
    }
    all
}

#[tokio::test]
async fn every_exchange_goes_as_the_contract_says() {
    let (portal, all) = (Running::start().await, exchanges());
    assert!(all.len() >= 150, "{} exchanges", all.len());
    let mut wrong = Vec::new();
    for exchange in &all {
        wrong.extend(exchange.differences(&exchange.run(&portal).await));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The check itself: an answer that differs is told.
#[test]
fn a_difference_is_found() {
    for exchange in exchanges() {
        let other = (599, json!({"error": "OTHER", "result": "other"}));
        assert!(
            !exchange.differences(&other).is_empty(),
            "{}",
            exchange.name
        );
    }
}
