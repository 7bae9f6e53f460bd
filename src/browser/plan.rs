//! A set of handlers: read, compared, brought about.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::answer::Body;
use super::object::{get, list, number, object, set, tell, text};
use super::portal::{DENIED, Portal};
use super::runner::Reply;
use super::work::{Done, Request, Step, Work};
use bx24_protocol::Error;
use bx24_protocol::calls::retry::Repeat;
use bx24_protocol::calls::scheduler::Answer;
use bx24_protocol::error::code;
use bx24_protocol::handlers::apply::{Batch, Sync};
use bx24_protocol::handlers::diagnose::diagnose;
use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::move_handlers::relocate;
use bx24_protocol::handlers::plan::{Plan, SyncOptions, plan};
use bx24_protocol::handlers::snapshot::{App, Facts};
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Params;

/// What is done with an application's handlers.
pub enum Job {
    /// Says why no events arrive.
    Diagnose,
    /// Plans to have these.
    Plan(Vec<Handler>),
    /// Brings these about.
    Bring(Vec<Handler>),
    /// Carries a plan out.
    CarryOut(Plan),
    /// Moves those under one base URL to another.
    Move(String, String),
}

/// How far a job has come.
enum Stage {
    Begun(Job),
    /// The facts are asked for.
    Reading(Job),
    /// It is asked who calls.
    Asking(Plan),
    /// A batch is out.
    Running(Sync),
    Over,
}

const READS: [&str; 5] = ["event.get", "events", "profile", "app.info", "scope"];

/// A job under way. One path for all of them: each reads the same facts, most carry a plan out.
pub struct Install {
    stage: Stage,
    how: SyncOptions,
    progress: Option<Function>,
    /// The methods of the batch that is out.
    methods: Vec<&'static str>,
}

impl Install {
    /// A job; `progress` is told `{ done, total }` after every batch.
    pub fn new(job: Job, how: SyncOptions, progress: Option<Function>) -> Self {
        Self {
            stage: Stage::Begun(job),
            how,
            progress,
            methods: Vec::new(),
        }
    }

    fn read(&mut self, job: Job) -> Result<Step, Error> {
        if matches!(job, Job::Plan(_) | Job::Bring(_)) {
            self.how.validate()?;
        }
        self.stage = Stage::Reading(job);
        let mut batch = Batch::default();
        for method in READS {
            batch.commands.push(Command::new(method, Params::new()));
        }
        Ok(self.batch(batch))
    }

    fn batch(&mut self, batch: Batch) -> Step {
        for command in &batch.commands {
            self.methods.push(command.method);
        }
        Step::Call(Box::new(Request {
            command: batch.command(),
            connector: batch.connector,
            repeat: Repeat::Safe, // binds, unbinds and reads
            wait: batch.wait,
        }))
    }

    /// What a job comes to when the facts are known.
    fn consider(
        &mut self,
        portal: &Portal,
        job: Job,
        facts: &Facts,
        failures: &[Error],
    ) -> Result<Step, Error> {
        if let Job::Diagnose = job {
            return Ok(Step::Done(Done::Findings(diagnose(facts, failures))));
        }
        needed(failures)?;
        let plan = match &job {
            Job::Move(from, to) => relocate(from, to, facts, &self.how)?,
            Job::Plan(wanted) | Job::Bring(wanted) => plan(wanted, facts, &self.how),
            _ => Plan::default(),
        };
        if let Job::Plan(_) = job {
            return Ok(Step::Done(Done::Plan(plan)));
        }
        self.carry_out(portal, plan)
    }

    fn carry_out(&mut self, portal: &Portal, plan: Plan) -> Result<Step, Error> {
        match portal.caller() {
            Some(caller) => Ok(self.send(Sync::new(plan, caller, &self.how)?)),
            None => {
                self.stage = Stage::Asking(plan);
                Ok(Step::caller())
            }
        }
    }

    fn send(&mut self, mut sync: Sync) -> Step {
        match sync.next_batch() {
            Some(batch) => {
                self.stage = Stage::Running(sync);
                self.batch(batch)
            }
            None => Step::Done(Done::Report(sync.finish())),
        }
    }

    fn tell(&self, sync: &Sync) {
        if let Some(progress) = &self.progress {
            let (done, total) = sync.progress();
            let told = object();
            set(&told, "done", JsValue::from(done as u32));
            set(&told, "total", JsValue::from(total as u32));
            tell(progress, &told);
        }
    }
}

impl Work for Install {
    fn next(&mut self, portal: &Portal, reply: Reply) -> Result<Step, Error> {
        let items = reply.items(&std::mem::take(&mut self.methods));
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begun(Job::CarryOut(plan)) => self.carry_out(portal, plan),
            Stage::Begun(job) => self.read(job),
            Stage::Reading(job) => {
                reply.outcome?;
                let (facts, failures) = facts(portal, items);
                self.consider(portal, job, &facts, &failures)
            }
            Stage::Asking(plan) => {
                portal.remember(reply)?;
                self.carry_out(portal, plan)
            }
            Stage::Running(mut sync) => {
                match reply.outcome {
                    Ok(_) => sync.answered(results(items)),
                    Err(error) => sync.failed(&error),
                }
                self.tell(&sync);
                Ok(self.send(sync))
            }
            Stage::Over => Ok(Step::Done(Done::Nothing)),
        }
    }
}

/// All that planning and diagnosis stand on, and the errors of what could not be read.
fn facts(portal: &Portal, answers: Vec<Answer<Body>>) -> (Facts, Vec<Error>) {
    let mut failures = Vec::new();
    let mut results = Vec::new();
    for answer in answers {
        results.push(get(&answer.body.value, "result"));
        // a webhook has no application, and says so
        if let Some(error) = answer.error
            && !(portal.webhook() && error.method == "app.info")
        {
            failures.push(error);
        }
    }
    let facts = read(portal, &results);
    if facts.user.id != 0 {
        portal.know(facts.user);
    }
    (facts, failures)
}

fn read(portal: &Portal, results: &[JsValue]) -> Facts {
    let none = JsValue::UNDEFINED;
    let at = |index: usize| results.get(index).unwrap_or(&none);
    let installed = get(at(3), "INSTALLED").as_bool();
    Facts {
        rows: rows(at(0)),
        events: texts(at(1)),
        user: user(at(2)),
        app: installed.map(|installed| App {
            installed,
            payment_expired: text(at(3), "PAYMENT_EXPIRED") == "Y",
        }),
        scopes: at(4).is_object().then(|| texts(at(4))),
        webhook: portal.webhook(),
    }
}

/// Without the handlers and the caller there is nothing to compare.
fn needed(failures: &[Error]) -> Result<(), Error> {
    for error in failures {
        if error.method == "event.get" || error.method == "profile" {
            return Err(error.clone());
        }
    }
    Ok(())
}

fn results(answers: Vec<Answer<Body>>) -> Vec<Result<(), Error>> {
    let mut results = Vec::new();
    for answer in answers {
        results.push(match answer.error {
            Some(error) => Err(error),
            None if get(&answer.body.value, "result").is_falsy() => {
                Err(Error::new(code::BAD_ANSWER, DENIED))
            }
            None => Ok(()),
        });
    }
    results
}

/// The rows of `event.get`.
pub(crate) fn rows(result: &JsValue) -> Vec<Handler> {
    let mut rows = Vec::new();
    for row in list(result).iter() {
        rows.push(Handler::from_row(
            &text(&row, "event"),
            &text(&row, "handler"),
            number(&row, "auth_type") as i64,
            number(&row, "offline") as i64 == 1,
            &text(&row, "connector_id"),
        ));
    }
    rows
}

/// A list of texts.
pub(crate) fn texts(result: &JsValue) -> Vec<String> {
    let mut texts = Vec::new();
    for item in list(result).iter() {
        if let Some(text) = item.as_string() {
            texts.push(text);
        }
    }
    texts
}

/// Who `profile` says is calling.
pub(super) fn user(result: &JsValue) -> User {
    User {
        id: number(result, "ID") as i64,
        admin: get(result, "ADMIN").as_bool().unwrap_or(false),
    }
}
