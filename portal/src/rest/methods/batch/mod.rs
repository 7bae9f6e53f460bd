//! `batch` (contract §5).

mod macros;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Refusal};
use crate::php;
use crate::php::brackets::{self, Tree};
use crate::portal::Portal;
use crate::rest::credential::{self, Caller};
use crate::rest::methods;
use crate::rest::params::Params;
use crate::rest::run_metered;

/// Later commands are refused.
const LONGEST: usize = 50;

/// What the commands gave, each map keyed by the command's key.
#[derive(Default)]
pub struct Results {
    pub result: Tree,
    pub error: Tree,
    pub total: Tree,
    pub next: Tree,
    pub time: Tree,
}

/// Runs the commands one after another. Failed ones are told in the answer, which is a success.
pub async fn run(
    portal: &Arc<Portal>,
    caller: &Caller,
    params: &Params,
) -> Result<Answer, Refusal> {
    let caller = Caller {
        in_batch: true,
        ..caller.clone()
    };
    let halt = params.get("halt").is_some_and(php::truthy);
    let mut results = Results::default();
    for (index, (key, command)) in commands(params).into_iter().enumerate() {
        let outcome = match index {
            LONGEST.. => Err(refusal(
                "ERROR_BATCH_LENGTH_EXCEEDED",
                "Max batch length exceeded",
            )),
            _ => run_command(portal, &caller, &command, &results).await,
        };
        let failed = outcome.is_err();
        results.add(key, outcome);
        if failed && halt {
            break;
        }
    }
    Ok(results.answer())
}

/// The commands that are texts; others are skipped without trace.
fn commands(params: &Params) -> Vec<(String, String)> {
    let numbered = |list: &[Value]| -> Vec<(String, Value)> {
        list.iter()
            .cloned()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect()
    };
    let all = match params.get("cmd") {
        Some(Value::Array(list)) => numbered(list),
        Some(Value::Object(map)) => map.clone().into_iter().collect(),
        _ => Vec::new(),
    };
    let text = |(key, value)| match value {
        Value::String(text) => Some((key, text)),
        _ => None,
    };
    all.into_iter().filter_map(text).collect()
}

async fn run_command(
    portal: &Arc<Portal>,
    caller: &Caller,
    command: &str,
    results: &Results,
) -> Result<(Answer, Value), Refusal> {
    let (method, params) = parse(command, results);
    let fault = portal.faults.take(&method, Some(&caller.application), true);
    if let Some(fault) = &fault {
        if fault.execute {
            // the fault hides how it went
            let _ = run_method(portal, caller, &method, &params).await;
        }
        if let Some(refusal) = fault.refusal() {
            return Err(refusal);
        }
    }
    run_method(portal, caller, &method, &params).await
}

async fn run_method(
    portal: &Arc<Portal>,
    caller: &Caller,
    method: &str,
    params: &Params,
) -> Result<(Answer, Value), Refusal> {
    if ["batch", "download", "upload"].contains(&method.to_lowercase().as_str()) {
        let text = "Method is not allowed for batch usage";
        return Err(refusal("ERROR_BATCH_METHOD_NOT_ALLOWED", text));
    }
    let (name, scope) = methods::find(method).ok_or_else(methods::not_found)?;
    if !credential::has_scope(&portal.switches(), scope) {
        return Err(refusal("insufficient_scope", ""));
    }
    run_metered(portal, caller, name, params).await
}

fn refusal(code: &str, description: &str) -> Refusal {
    Refusal::new(400, code, description)
}

/// `method?params`; what follows a `#` is cut off.
fn parse(command: &str, results: &Results) -> (String, Params) {
    let command = command.split('#').next().unwrap_or_default();
    let (method, query) = command.split_once('?').unwrap_or((command, ""));
    let tree = brackets::parse(query.as_bytes());
    let resolved = tree
        .into_iter()
        .map(|(name, value)| (name, macros::resolve(value, results)));
    (method.trim().to_owned(), Params::new(resolved.collect()))
}

impl Results {
    fn add(&mut self, key: String, outcome: Result<(Answer, Value), Refusal>) {
        match outcome {
            Err(refusal) => {
                self.error.insert(key, refusal.body());
            }
            Ok((answer, time)) => {
                for (map, number) in [
                    (&mut self.total, answer.total),
                    (&mut self.next, answer.next),
                ] {
                    if let Some(number) = number {
                        map.insert(key.clone(), json!(number));
                    }
                }
                self.result.insert(key.clone(), answer.result);
                self.time.insert(key, time);
            }
        }
    }

    fn answer(self) -> Answer {
        let maps = [
            ("result", self.result),
            ("result_error", self.error),
            ("result_total", self.total),
            ("result_next", self.next),
            ("result_time", self.time),
        ];
        let shaped = maps.map(|(name, map)| (name.to_owned(), brackets::php_array(map)));
        Value::Object(Map::from_iter(shaped)).into()
    }
}
