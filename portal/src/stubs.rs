//! Answers for methods that the portal has not, set by `/control/stubs`.

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::refusal::Refusal;

/// One stub, as `/control/stubs` takes and shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stub {
    /// The method, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Or the start of its name, such as `imbot.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What it answers, unless `error` says otherwise.
    #[serde(default)]
    result: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<StubError>,
    /// How many calls it answers; null: no end.
    #[serde(default)]
    times: Option<u64>,
}

/// An error as a method would answer it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StubError {
    #[serde(default = "bad_request")]
    status: u16,
    error: String,
    #[serde(default)]
    description: String,
}

fn bad_request() -> u16 {
    400
}

impl Stub {
    /// Checks it: exactly one of `method` and `prefix`, and not a method that the portal has.
    pub fn check(&self, is_own: impl Fn(&str) -> bool) -> Result<(), String> {
        match (&self.method, &self.prefix) {
            (Some(method), None) if is_own(method) => Err(format!(
                "the portal has `{method}` itself; a fault changes its answer"
            )),
            (Some(name), None) | (None, Some(name)) if !name.is_empty() => Ok(()),
            _ => Err("a stub needs either `method` or `prefix`".to_owned()),
        }
    }

    fn answers(&self, name: &str) -> bool {
        let left = self.times != Some(0);
        let whole = |method: &String| method.eq_ignore_ascii_case(name);
        let start = |prefix: &String| name.starts_with(&prefix.to_lowercase());
        left && (self.method.as_ref().is_some_and(whole) || self.prefix.as_ref().is_some_and(start))
    }

    fn answer(&self) -> Result<Value, Refusal> {
        match &self.error {
            Some(error) => Err(Refusal::new(error.status, &error.error, &error.description)),
            None => Ok(self.result.clone()),
        }
    }
}

/// All stubs; the one set last wins.
#[derive(Default)]
pub struct Stubs(Mutex<Vec<Stub>>);

impl Stubs {
    /// Adds stubs.
    pub fn add(&self, stubs: Vec<Stub>) {
        self.0.lock().extend(stubs);
    }

    /// All of them, in the order in which they were set.
    pub fn all(&self) -> Vec<Stub> {
        self.0.lock().clone()
    }

    /// Removes all.
    pub fn clear(&self) {
        self.0.lock().clear();
    }

    /// Whether one answers a method of this lower-case name.
    pub fn has(&self, name: &str) -> bool {
        self.0.lock().iter().any(|stub| stub.answers(name))
    }

    /// What the stub of this lower-case name answers, if there is one; counts the call.
    pub fn take(&self, name: &str) -> Option<Result<Value, Refusal>> {
        let mut stubs = self.0.lock();
        let stub = stubs.iter_mut().rev().find(|stub| stub.answers(name))?;
        stub.times = stub.times.map(|times| times.saturating_sub(1));
        Some(stub.answer())
    }
}
