//! A transport whose answers are written down before, and that keeps what it was asked to send.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, pending};
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Success;
use bx24_protocol::client::{Caller, Client, Reply, Transport};
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::wire::answer::Answer;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Value as Param;
use futures::executor::block_on;
use serde_json::{Value, json};

/// What the transport does with one call or one pause.
pub enum Step {
    Answer(Result<Reply<Value>, Error>),
    /// It never ends.
    Never,
}

/// What was asked of the transport.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Call(Command, Idempotency),
    Sleep(f64),
}

#[derive(Default)]
pub struct Script {
    steps: RefCell<VecDeque<Step>>,
    asked: RefCell<Vec<Asked>>,
    /// Whether pauses never end.
    pub sleeps_forever: bool,
}

impl Transport for &Script {
    type Body = Value;

    async fn call(
        &self,
        command: Command,
        idempotency: Idempotency,
    ) -> Result<Reply<Value>, Error> {
        let method = command.method.clone();
        self.asked
            .borrow_mut()
            .push(Asked::Call(command, idempotency));
        let step = self.steps.borrow_mut().pop_front();
        match step {
            Some(Step::Answer(answer)) => answer.map_err(|error| error.with_method(&method)),
            Some(Step::Never) => pending().await,
            None => panic!("the script has no answer to `{method}`"),
        }
    }

    async fn sleep(&self, ms: f64) {
        self.asked.borrow_mut().push(Asked::Sleep(ms));
        if self.sleeps_forever {
            pending::<()>().await;
        }
    }
}

impl Script {
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let this = Self::default();
        this.then(steps);
        this
    }

    /// Adds answers.
    pub fn then(&self, steps: impl IntoIterator<Item = Step>) {
        self.steps.borrow_mut().extend(steps);
    }

    pub fn client(&self) -> Client<&Self> {
        self.client_of(&Rc::default())
    }

    pub fn client_of(&self, caller: &Rc<Caller>) -> Client<&Self> {
        Client::new(self, Rc::clone(caller))
    }

    /// Runs a method of a client to its end; every answer has to be used up.
    pub fn run<T>(&self, method: impl Future<Output = T>) -> T {
        let result = block_on(method);
        let left = self.steps.borrow().len();
        assert_eq!(left, 0, "answers of the script that nobody asked for");
        result
    }

    /// What was asked since the last look.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.take()
    }

    /// The same as text: `method?parameters`, or `sleep` with its milliseconds.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.asked().into_iter().map(|asked| match asked {
            Asked::Call(command, _) => match command.body() {
                body if body.is_empty() => command.method.into(),
                body => format!("{}?{body}", command.method),
            },
            Asked::Sleep(ms) => format!("sleep {ms}"),
        });
        lines.collect()
    }

    /// The same, the commands of a batch each with its method and its handler's URL.
    pub fn batches(&self) -> Vec<String> {
        self.asked().into_iter().map(described).collect()
    }
}

fn described(asked: Asked) -> String {
    let command = match asked {
        Asked::Sleep(ms) => return format!("sleep {ms}"),
        Asked::Call(command, _) => command,
    };
    let connector = command.connector.clone().unwrap_or_default();
    let commands: Vec<String> = commands(&command).iter().map(|one| short(one)).collect();
    format!("{}({connector}) {}", command.method, commands.join(" "))
}

/// The texts of a batch's commands.
pub fn commands(batch: &Command) -> Vec<String> {
    let cmd = batch.params.iter().find(|(name, _)| name == "cmd");
    let Some((_, Param::List(list))) = cmd else {
        return Vec::new();
    };
    let text = |item: &Param| match item {
        Param::Text(text) => text.clone(),
        other => panic!("a command is no text: {other:?}"),
    };
    list.iter().map(text).collect()
}

/// Such as `bind:7` for the bind of `https://x.y/7`.
fn short(command: &str) -> String {
    let (method, params) = command.split_once('?').unwrap_or((command, ""));
    let url = params.split("%2F").last().unwrap_or_default();
    let name = url.split('&').next().unwrap_or_default();
    let method = method.trim_start_matches("event.");
    [method, name].join(":").trim_end_matches(':').to_owned()
}

/// An answer with this body, taken as the library takes it.
pub fn answer(status: u16, body: Value) -> Step {
    let error = Answer::new(status, body.clone()).error;
    let reply = Reply {
        success: Success::default(),
        status,
        body,
    };
    Step::Answer(error.map_or(Ok(reply), Err))
}

/// A success with this result.
pub fn result(result: Value) -> Step {
    answer(
        200,
        json!({ "result": result, "time": { "duration": 0.5 } }),
    )
}

pub fn refused(status: u16, code: &str, description: &str) -> Step {
    answer(
        status,
        json!({ "error": code, "error_description": description }),
    )
}

/// A success that the retry table made of this body.
pub fn repeated(success: Success, status: u16, body: Value) -> Step {
    let reply = Reply {
        success,
        status,
        body,
    };
    Step::Answer(Ok(reply))
}

pub fn failed(error: Error) -> Step {
    Step::Answer(Err(error))
}

/// The answer to `profile`.
pub fn profile(id: &str, admin: bool) -> Step {
    result(json!({ "ID": id, "ADMIN": admin }))
}

/// The answer to a command of a batch: a result, or code and description of an error.
pub type CommandAnswer = Result<Value, (&'static str, &'static str)>;

/// The answer to a batch.
pub fn batch(answers: &[CommandAnswer]) -> Step {
    let (mut results, mut errors) = (json!({}), json!({}));
    for (index, answer) in answers.iter().enumerate() {
        let (list, value) = match answer {
            Ok(value) => (&mut results, value.clone()),
            Err((code, description)) => (
                &mut errors,
                json!({ "error": code, "error_description": description }),
            ),
        };
        list.as_object_mut()
            .unwrap()
            .insert(index.to_string(), value);
    }
    result(json!({ "result": results, "result_error": errors, "result_time": {} }))
}

/// `count` binds that succeeded.
pub fn all_bound(count: usize) -> Step {
    batch(&vec![Ok(json!(true)); count])
}

/// The batch that plans and diagnoses stand on: an administrator's, with these rows of `event.get`.
pub fn snapshot(rows: Value) -> Step {
    batch(&healthy(rows))
}

/// The answers of that batch, by the place of their command.
pub fn healthy(rows: Value) -> [CommandAnswer; 5] {
    [
        Ok(rows),
        Ok(json!(["ONCRMLEADADD", "ONCRMDEALADD"])),
        Ok(json!({ "ID": "1", "ADMIN": true })),
        Ok(json!({ "INSTALLED": true })),
        Ok(json!(["crm"])),
    ]
}

/// The handler at `https://x.y/{name}`.
pub fn handler(name: impl ToString) -> Handler {
    Handler {
        event: "ONCRMLEADADD".into(),
        handler: Some(format!("https://x.y/{}", name.to_string())),
        ..Handler::default()
    }
}

/// Its row of `event.get`.
pub fn row(name: &str) -> Value {
    json!({
        "event": "ONCRMLEADADD",
        "handler": format!("https://x.y/{name}"),
        "auth_type": "0",
        "offline": 0,
    })
}
