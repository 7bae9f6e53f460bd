//! A set of handlers: read, compared, brought about.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::answer::Body;
use super::clock::sleep;
use super::object::{get, list, number, text};
use super::portal::{CallOptions, Portal};
use crate::core::Error;
use crate::core::command::Command;
use crate::core::diagnose::diagnose;
use crate::core::error::code;
use crate::core::facts::{App, Facts};
use crate::core::finding::Diagnosis;
use crate::core::handler::{Handler, User};
use crate::core::plan::{Plan, SyncOptions, plan};
use crate::core::relocate::relocate;
use crate::core::report::SyncReport;
use crate::core::sync::{Batch, Sync};
use crate::core::text::digits;
use crate::core::value::Params;

/// What is done with an application's handlers.
pub(crate) enum Job<'a> {
    /// Says why no events arrive.
    Diagnose,
    /// Plans to have these.
    Plan(&'a [Handler]),
    /// Brings these about.
    Bring(&'a [Handler]),
    /// Carries a plan out.
    CarryOut(Plan),
    /// Moves those under one base URL to another.
    Move(&'a str, &'a str),
}

/// What came of a job.
pub(crate) enum Done {
    Findings(Vec<Diagnosis>),
    Plan(Plan),
    /// A plan that is to be carried out.
    Carry(Plan),
    Report(SyncReport),
}

/// What a job comes to when the facts are known.
fn consider(
    job: Job<'_>,
    facts: &Facts,
    failures: Vec<Error>,
    how: &SyncOptions,
) -> Result<Done, Error> {
    if let Job::Diagnose = job {
        return Ok(Done::Findings(diagnose(facts, &failures)));
    }
    needed(failures)?;
    Ok(match job {
        Job::Plan(wanted) => Done::Plan(plan(wanted, facts, how)),
        Job::Bring(wanted) => Done::Carry(plan(wanted, facts, how)),
        Job::Move(from, to) => Done::Carry(relocate(from, to, facts, how)?),
        Job::CarryOut(plan) => Done::Carry(plan),
        Job::Diagnose => Done::Findings(Vec::new()),
    })
}

fn reported(done: Done) -> Result<SyncReport, Error> {
    match done {
        Done::Report(report) => Ok(report),
        _ => Err(unreachable()),
    }
}

fn unreachable() -> Error {
    Error::new(code::INTERNAL, "a job ended as another one")
}

const READS: [&str; 5] = ["event.get", "events", "profile", "app.info", "scope"];

impl Portal {
    /// Compares the wanted handlers with the portal's, in one request; writes nothing.
    ///
    /// # Errors
    /// The portal's, or one of ours.
    pub async fn plan(
        &self,
        wanted: &[Handler],
        how: &SyncOptions,
        options: &CallOptions,
    ) -> Result<Plan, Error> {
        match self.install(Job::Plan(wanted), how, options, None).await? {
            Done::Plan(plan) => Ok(plan),
            _ => Err(unreachable()),
        }
    }

    /// Carries a plan out.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the portal would refuse some handlers, unless `partial`. What
    /// fails later stands in the report.
    pub async fn sync(
        &self,
        plan: Plan,
        how: &SyncOptions,
        options: &CallOptions,
        progress: Option<&Function>,
    ) -> Result<SyncReport, Error> {
        let done = self.install(Job::CarryOut(plan), how, options, progress);
        reported(done.await?)
    }

    /// Moves every visible online handler from one base URL to another.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a base that is none; the portal's, or one of ours.
    pub async fn move_handlers(
        &self,
        from: &str,
        to: &str,
        how: &SyncOptions,
        options: &CallOptions,
        progress: Option<&Function>,
    ) -> Result<SyncReport, Error> {
        let done = self.install(Job::Move(from, to), how, options, progress);
        reported(done.await?)
    }

    /// Says why no events arrive.
    ///
    /// # Errors
    /// The portal's, or one of ours, where nothing could be asked.
    pub async fn diagnose(&self, options: &CallOptions) -> Result<Vec<Diagnosis>, Error> {
        let how = SyncOptions::default();
        match self.install(Job::Diagnose, &how, options, None).await? {
            Done::Findings(findings) => Ok(findings),
            _ => Err(unreachable()),
        }
    }

    /// Does a job. One path for all of them: each reads the same facts, most carry a plan out.
    pub(crate) async fn install(
        &self,
        job: Job<'_>,
        how: &SyncOptions,
        options: &CallOptions,
        progress: Option<&Function>,
    ) -> Result<Done, Error> {
        let plan = match job {
            Job::CarryOut(plan) => plan,
            job => {
                if matches!(job, Job::Plan(_) | Job::Bring(_)) {
                    how.validate()?;
                }
                let (facts, failures) = self.facts(options).await?;
                match consider(job, &facts, failures, how)? {
                    Done::Carry(plan) => plan,
                    done => return Ok(done),
                }
            }
        };
        let sync = Sync::new(plan, self.user().await?, how)?;
        Ok(Done::Report(self.carry_out(sync, options, progress).await))
    }

    async fn carry_out(
        &self,
        mut sync: Sync,
        options: &CallOptions,
        progress: Option<&Function>,
    ) -> SyncReport {
        while let Some(batch) = sync.next_batch() {
            sleep(batch.wait * self.time_scale()).await;
            let answers = self
                .batch(&batch.commands, batch.connector.as_deref(), options)
                .await;
            match answers {
                Ok(answers) => sync.answered(results(&batch, answers)),
                Err(error) => sync.failed(&error),
            }
            if let Some(progress) = progress {
                let (done, total) = sync.progress();
                let told = super::object::object();
                super::object::set(&told, "done", &JsValue::from(done as u32));
                super::object::set(&told, "total", &JsValue::from(total as u32));
                super::object::tell(progress, &told);
            }
        }
        sync.finish()
    }

    /// Reads all that planning and diagnosis stand on, and the errors of what could not be read.
    async fn facts(&self, options: &CallOptions) -> Result<(Facts, Vec<Error>), Error> {
        let commands = READS.map(|method| Command::new(method, Params::new()));
        let answers = self.batch(&commands, None, options).await?;
        let mut failures = Vec::new();
        let mut results = Vec::new();
        for (method, answer) in READS.into_iter().zip(answers) {
            if let Some(mut error) = answer.error {
                error.method = method.into();
                // a webhook has no application, and says so
                if !(self.webhook && method == "app.info") {
                    failures.push(error);
                }
                results.push(JsValue::UNDEFINED);
            } else {
                results.push(get(&answer.value, "result"));
            }
        }
        let facts = self.read(&results);
        self.remember(facts.user);
        Ok((facts, failures))
    }

    fn read(&self, results: &[JsValue]) -> Facts {
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
            webhook: self.webhook,
        }
    }
}

/// Without the handlers and the caller there is nothing to compare.
fn needed(failures: Vec<Error>) -> Result<(), Error> {
    let fatal = |error: &Error| ["event.get", "profile"].contains(&error.method.as_str());
    failures.into_iter().find(fatal).map_or(Ok(()), Err)
}

fn results(batch: &Batch, answers: Vec<Body>) -> Vec<Result<(), Error>> {
    let mut results = Vec::new();
    for (command, answer) in batch.commands.iter().zip(answers) {
        results.push(match answer.error {
            Some(mut error) => {
                error.method = command.method.into();
                Err(error)
            }
            None if get(&answer.value, "result").is_falsy() => Err(Error::new(
                code::BAD_ANSWER,
                "the portal did not bind the handler and does not say why",
            )),
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
            &digits(number(&row, "auth_type") as i64),
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
        texts.extend(item.as_string());
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
