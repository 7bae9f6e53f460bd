//! Finds out why no events arrive.

use super::diagnosis::{ADD_SCOPE, Diagnoses, Diagnosis};
use super::handler::Handler;
use super::snapshot::Snapshot;
use crate::error::Error;
use crate::wire::event_code::is_smart_process;
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
    Diagnosis::error(code, finding, "remove what the portal names")
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
