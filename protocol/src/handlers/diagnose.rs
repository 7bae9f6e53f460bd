//! Finds out why no events arrive.

use super::diagnosis::{ADD_SCOPE, ASK_ADMIN, Diagnoses, Diagnosis, USE_APP_TOKEN};
use super::handler::Handler;
use super::snapshot::Snapshot;
use crate::error::Error;
use crate::wire::event_code::{general_code, is_smart_process};
use crate::wire::handler_url::{host, without_slash};

/// All findings, each once. `failures` are the errors of what the snapshot could not read.
#[must_use]
pub fn diagnose(snapshot: &Snapshot, failures: &[Error]) -> Vec<Diagnosis> {
    let mut found = Diagnoses::of(snapshot);
    for error in failures {
        found.add(refused(error));
    }
    if snapshot.rows.is_empty() && failures.is_empty() {
        found.add(Diagnosis::error(
            "NOTHING_BOUND",
            "no handler is bound that you may see",
            "bind one with `bind` or `sync`",
        ));
    }
    for (index, row) in snapshot.rows.iter().enumerate() {
        if !snapshot.knows(&row.event) && !is_smart_process(&row.event) {
            found.add(Diagnosis::error(
                "SCOPE_MISSING",
                format!("`{}` is bound, but belongs to no granted scope", row.event),
                ADD_SCOPE,
            ));
        }
        check_offline(row, snapshot, &mut found);
        check_general_twin(row, snapshot, &mut found);
        if !row.is_offline() {
            let earlier = snapshot.rows.get(..index).unwrap_or_default();
            check_online(row, snapshot, earlier, &mut found);
        }
    }
    found.0
}

fn refused(error: &Error) -> Diagnosis {
    let code = match error.code() {
        "WRONG_AUTH_TYPE" => "WEBHOOK_TOKEN",
        "insufficient_scope" => "SCOPE_MISSING",
        code => code,
    };
    let finding = format!("`{}` was refused: {}", error.method(), error.description());
    Diagnosis::error(code, finding, remedy(error.code()))
}

/// What helps if the portal refuses a call with this code.
fn remedy(code: &str) -> &'static str {
    match code {
        "WRONG_AUTH_TYPE" => USE_APP_TOKEN,
        "insufficient_scope" => ADD_SCOPE,
        "ACCESS_DENIED" | "user_access_error" => ASK_ADMIN,
        "METHOD_CONFIRM_WAITING" => "let an administrator confirm the method on the portal",
        "METHOD_CONFIRM_DENIED" => "ask an administrator to allow the method on the portal",
        "WRONG_LICENSE" => "change the portal's plan to one that has it",
        "OPERATION_TIME_LIMIT" => "wait ten minutes, then call `diagnose` again",
        "ERROR_METHOD_NOT_FOUND" => "check the scopes, and whether the portal is up to date",
        _ => "do what the portal's words ask for, then call `diagnose` again",
    }
}

fn check_offline(row: &Handler, snapshot: &Snapshot, found: &mut Diagnoses) {
    if row.is_offline() && snapshot.offline_extended == Some(false) {
        found.add(Diagnosis::warning(
            "OFFLINE_LICENSE",
            "the portal's plan has no `rest_offline_extended`: offline events cannot be reserved",
            "take them out with `offline.get({ clear: true })`, or change the plan",
        ));
    }
}

/// The portal triggers the event of one smart process and the general one.
fn check_general_twin(row: &Handler, snapshot: &Snapshot, found: &mut Diagnoses) {
    let Some(general) = general_code(&row.event) else {
        return;
    };
    let is_twin = |other: &&Handler| {
        other.event == general
            && other.event_type == row.event_type
            && other.connector() == row.connector()
            && without_slash(other.url()) == without_slash(row.url())
    };
    if snapshot.rows.iter().any(|other| is_twin(&other)) {
        found.add(Diagnosis::warning(
            "DUPLICATE",
            format!("`{}` and `{general}` have the same target", row.event),
            "keep one of them: each change of an item triggers both",
        ));
    }
}

fn check_online(row: &Handler, snapshot: &Snapshot, earlier: &[Handler], found: &mut Diagnoses) {
    let user = row.user();
    if user != 0 && user != snapshot.user.id {
        found.add(Diagnosis::warning(
            "OTHER_USER",
            format!("handlers are bound for user {user} and get that user's token"),
            "see that the user is active, or bind without `authType`",
        ));
    }
    found.check_address(row);
    if row.url().starts_with("http://") {
        found.add(Diagnosis::warning(
            "HTTP_URL",
            format!(
                "`http://{}` gets tokens without encryption",
                host(row.url())
            ),
            "serve it over https and call `moveHandlers`",
        ));
    }
    let url = without_slash(row.url());
    let is_twin = |other: &Handler| other.event == row.event && without_slash(other.url()) == url;
    if earlier.iter().any(is_twin) {
        found.add(Diagnosis::warning(
            "DUPLICATE",
            format!("`{}` is delivered more than once to `{url}`", row.event),
            "keep one user, one connector and one spelling of the URL",
        ));
    }
}
