//! A set of handlers: read, compared, applied.

use super::{Client, Transport, check_bound, count_of};
use crate::calls::retry::Idempotency;
use crate::error::Error;
use crate::handlers::apply::{Applier, Batch, CommandResult};
use crate::handlers::diagnose::diagnose;
use crate::handlers::diagnosis::Diagnosis;
use crate::handlers::handler::Handler;
use crate::handlers::move_handlers::{check_bases, plan_move};
use crate::handlers::plan::{Plan, SyncOptions, plan};
use crate::handlers::report::SyncReport;
use crate::handlers::snapshot::Snapshot;
use crate::wire::answer::Answer;
use crate::wire::body::Body;
use crate::wire::command::Command;

/// Called after every batch of a `sync` with the number of handlers that are done, and of all.
pub type OnProgress<'a> = &'a dyn Fn(usize, usize);

impl<T: Transport> Client<T> {
    /// Compares the wanted handlers with the portal's, in one request. Changes nothing.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if `underUrl` is not an absolute URL; as [`Client::call`] if the handlers or
    /// the caller cannot be read.
    pub async fn plan(&self, wanted: &[Handler], options: &SyncOptions) -> Result<Plan, Error> {
        options.validate()?;
        let snapshot = self.needed_snapshot().await?;
        Ok(plan(wanted, &snapshot, options))
    }

    /// Applies a plan, in batches of 50.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the portal would refuse some handlers, unless `partial`. Later
    /// failures are in the report.
    pub async fn sync(
        &self,
        plan: Plan,
        options: &SyncOptions,
        on_progress: OnProgress<'_>,
    ) -> Result<SyncReport, Error> {
        let caller = self.user().await?;
        let mut applier = Applier::new(plan, caller, options)?;
        while let Some(batch) = applier.next_batch() {
            if batch.wait > 0.0 {
                self.0.transport.sleep(batch.wait).await;
            }
            match self.send(&batch).await {
                Ok(results) => applier.answered(results),
                Err(error) => applier.failed(&error),
            }
            let (done, total) = applier.progress();
            on_progress(done, total);
        }
        Ok(applier.finish())
    }

    /// Moves the online handlers below one URL to the same place below another.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a base that is not an absolute URL; as [`Client::call`] if the handlers
    /// or the caller cannot be read.
    pub async fn move_handlers(
        &self,
        from: &str,
        to: &str,
        options: &SyncOptions,
        on_progress: OnProgress<'_>,
    ) -> Result<SyncReport, Error> {
        check_bases(from, to)?;
        let snapshot = self.needed_snapshot().await?;
        let plan = plan_move(from, to, &snapshot, options)?;
        self.sync(plan, options, on_progress).await
    }

    /// Finds out why no events arrive.
    ///
    /// # Errors
    /// As [`Client::call`], if nothing could be asked.
    pub async fn diagnose(&self) -> Result<Vec<Diagnosis>, Error> {
        let (snapshot, failures) = self.snapshot(Snapshot::diagnosis_commands()).await?;
        Ok(diagnose(&snapshot, &failures))
    }

    async fn send(&self, batch: &Batch) -> Result<Vec<CommandResult>, Error> {
        // it holds only binds and unbinds, which may be repeated
        let reply = self
            .0
            .transport
            .call(batch.command(), Idempotency::Safe)
            .await?;
        let answers = reply.commands(batch.commands.len()).into_iter();
        let results = answers.zip(&batch.commands);
        Ok(results
            .map(|(answer, command)| command_result(answer, &command.method))
            .collect())
    }

    /// What the portal says of the application. Fails if the handlers or the caller cannot be read:
    /// then there is nothing to compare.
    async fn needed_snapshot(&self) -> Result<Snapshot, Error> {
        let (snapshot, failures) = self.snapshot(Snapshot::commands()).await?;
        let is_needed = |error: &Error| matches!(error.method(), "event.get" | "profile");
        match failures.into_iter().find(is_needed) {
            Some(error) => Err(error),
            None => Ok(snapshot),
        }
    }

    async fn snapshot(&self, commands: Vec<Command>) -> Result<(Snapshot, Vec<Error>), Error> {
        let batch = Batch {
            commands,
            ..Batch::default()
        };
        let reply = self
            .0
            .transport
            .call(batch.command(), Idempotency::Safe)
            .await?;
        let answers = reply.commands(batch.commands.len());
        let (snapshot, failures) = Snapshot::read(&answers, self.0.caller.webhook);
        if snapshot.user.id != 0 {
            self.0.caller.user.set(Some(snapshot.user));
        }
        Ok((snapshot, failures))
    }
}

fn command_result<B: Body>(answer: Answer<B>, method: &str) -> CommandResult {
    if let Some(error) = answer.error {
        return CommandResult::Failed(error.with_method(method));
    }
    let result = answer.body.and_then(|body| body.get("result"));
    if method != "event.bind" {
        return count_of(result, answer.status).map(|_| ()).into();
    }
    let is_refused = result.as_ref().and_then(Body::as_bool) == Some(false);
    match check_bound(result, answer.status) {
        Err(error) if is_refused => CommandResult::Refused(error),
        checked => checked.into(),
    }
}
