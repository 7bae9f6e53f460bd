//! `batch` (contract §5).

mod macros;
mod results;

use serde_json::Value;

use crate::php;
use crate::php::brackets;
use crate::refusal::Refusal;
use crate::rest::answer::Answer;
use crate::rest::caller::Caller;
use crate::rest::method::{Call, MethodResult};
use crate::rest::methods;
use crate::rest::params::Params;
use crate::rest::run::run_metered;
use macros::{Resolver, TooLarge};
use results::Results;

/// Further commands are refused.
const MAX_COMMANDS: usize = 50;

/// What a command answered, and its `time`.
type CommandResult = Result<(Answer, Value), Refusal>;

/// Runs the commands one after another. The batch succeeds even if commands fail.
pub async fn run(call: Call<'_>) -> MethodResult {
    let caller = Caller {
        in_batch: true,
        ..call.caller.clone()
    };
    let halt = call.params.get("halt").is_some_and(php::truthy);
    let mut results = Results::default();
    for (index, (key, command)) in commands(call.params).into_iter().enumerate() {
        let result = if index < MAX_COMMANDS {
            match parse(&command, &results) {
                Ok((name, params)) => run_command(call.with(&caller, &params), &name).await,
                Err(TooLarge) => Err(too_large()),
            }
        } else {
            Err(too_many())
        };
        let failed = result.is_err();
        results.add(key, result);
        if failed && halt {
            break;
        }
    }
    Ok(results.into_answer())
}

fn too_many() -> Refusal {
    Refusal::new(
        400,
        "ERROR_BATCH_LENGTH_EXCEEDED",
        "Max batch length exceeded",
    )
}

/// The names of the methods that the commands call.
pub fn called(params: &Params) -> Vec<String> {
    let name = |(_, command): (String, String)| parse(&command, &Results::default());
    let methods = commands(params).into_iter().flat_map(name);
    methods.map(|(method, _)| method).collect()
}

fn too_large() -> Refusal {
    let text = "The macros of this command become more than 16 MiB; ask for less of the results";
    Refusal::new(400, "ERROR_BATCH_MACRO_TOO_LARGE", text)
}

/// Key and text of each command. Commands that are not texts are skipped without an error.
fn commands(params: &Params) -> Vec<(String, String)> {
    let all: Vec<(String, &Value)> = match params.get("cmd") {
        Some(Value::Array(list)) => list
            .iter()
            .enumerate()
            .map(|(index, command)| (index.to_string(), command))
            .collect(),
        Some(Value::Object(map)) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        _ => Vec::new(),
    };
    let text = |(key, value): (String, &Value)| Some((key, value.as_str()?.to_owned()));
    all.into_iter().filter_map(text).collect()
}

/// Splits `method?params` and replaces macros; a `#` and what follows is cut off.
fn parse(command: &str, results: &Results) -> Result<(String, Params), TooLarge> {
    let command = command.split('#').next().unwrap_or_default();
    let (method, query) = command.split_once('?').unwrap_or((command, ""));
    let tree = brackets::parse(query.as_bytes());
    let resolved = Resolver::new(results).resolve_tree(tree)?;
    Ok((method.trim().to_owned(), Params::new(resolved)))
}

/// Runs one command, unless a fault is queued for it.
async fn run_command(call: Call<'_>, name: &str) -> CommandResult {
    let application = Some(call.caller.application.as_str());
    if let Some(fault) = call.portal.faults.take(name, application, true) {
        if fault.execute {
            // the fault: it is executed, and its answer is lost
            let _ = run_method(call, name).await;
        }
        if let Some(refusal) = fault.refusal() {
            return Err(refusal);
        }
    }
    run_method(call, name).await
}

async fn run_method(call: Call<'_>, name: &str) -> CommandResult {
    if ["batch", "download", "upload"].contains(&name.to_lowercase().as_str()) {
        return Err(Refusal::new(
            400,
            "ERROR_BATCH_METHOD_NOT_ALLOWED",
            "Method is not allowed for batch usage",
        ));
    }
    let method = methods::find(call.portal, name)?;
    if !call.switches().grants(method.scopes()) {
        // unlike a single call, a command gets no text with this code
        return Err(Refusal::new(400, "insufficient_scope", ""));
    }
    run_metered(call, &method).await
}
