//! A list of handlers, checked before anything is asked or sent.

use super::error::{Error, FieldError};
use super::handler::Handler;

/// Refuses a list with wrong fields, all of them at once; `shapes` are those already found
/// wrong: what they hold instead is not judged again.
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in `errors` per wrong field.
pub fn validate(
    handlers: &[Handler],
    match_user: bool,
    shapes: Vec<FieldError>,
) -> Result<(), Error> {
    let mut errors = shapes;
    let broken: Vec<usize> = errors.iter().map(|error| error.index).collect();
    for (index, handler) in handlers.iter().enumerate() {
        if !broken.contains(&index) {
            check(handler, index, &mut errors);
            let twin = handlers
                .iter()
                .take(index)
                .position(|earlier| earlier.same(handler, match_user));
            if let Some(twin) = twin {
                add(
                    &mut errors,
                    index,
                    "event",
                    &[
                        "repeats entry ",
                        &twin.to_string(),
                        ": leave one of them out",
                    ]
                    .concat(),
                );
            }
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(listed("the list of handlers is wrong", errors))
}

/// An `INVALID_ARGUMENT` that names the first of several wrong fields and holds them all.
#[must_use]
pub fn listed(what: &str, errors: Vec<FieldError>) -> Error {
    let mut text = what.to_owned();
    if let Some(first) = errors.first() {
        for part in [
            ": entry ",
            &first.index.to_string(),
            ", `",
            first.field,
            "`: ",
            &first.reason,
        ] {
            text.push_str(part);
        }
    }
    if errors.len() > 1 {
        text.push_str("; `errors` holds all ");
        text.push_str(&errors.len().to_string());
    }
    Error {
        errors,
        ..Error::invalid(text)
    }
}

fn check(handler: &Handler, index: usize, errors: &mut Vec<FieldError>) {
    if handler.event.is_empty() {
        add(
            errors,
            index,
            "event",
            "is empty: give an event code such as `ONCRMLEADADD`",
        );
    }
    if !handler.offline() {
        if handler.url().is_empty() {
            add(
                errors,
                index,
                "handler",
                "is missing: an online handler needs an absolute http or https URL",
            );
        }
        return;
    }
    if handler.handler.is_some() {
        add(
            errors,
            index,
            "handler",
            "an offline handler has no URL: leave it out",
        );
    }
    if handler.auth_type.is_some() {
        add(
            errors,
            index,
            "authType",
            "an offline handler has no user: leave it out",
        );
    }
}

fn add(errors: &mut Vec<FieldError>, index: usize, field: &'static str, reason: &str) {
    errors.push(FieldError {
        index,
        field,
        reason: reason.into(),
    });
}
