//! Checks a list of handlers before anything is sent.

use super::handler::Handler;
use crate::error::{Error, FieldError};

/// Refuses a list with wrong fields; the error names all of them. `unreadable` are the fields that
/// could not be read at all: their entries are not checked any further.
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in [`Error::field_errors`] per wrong field.
pub fn validate_list(
    handlers: &[Handler],
    match_user: bool,
    unreadable: Vec<FieldError>,
) -> Result<(), Error> {
    let errors = wrong_fields(handlers, match_user, unreadable);
    fail_unless_empty(errors, |index| {
        format!("the list of handlers is wrong: entry {index}")
    })
}

/// Refuses a handler with wrong fields, like [`validate_list`].
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in [`Error::field_errors`] per wrong field.
pub fn validate_one(handler: &Handler, unreadable: Vec<FieldError>) -> Result<(), Error> {
    let errors = wrong_fields(std::slice::from_ref(handler), true, unreadable);
    fail_unless_empty(errors, |_| "the handler is wrong".to_owned())
}

fn fail_unless_empty(
    errors: Vec<FieldError>,
    place: impl Fn(usize) -> String,
) -> Result<(), Error> {
    match errors.is_empty() {
        true => Ok(()),
        false => Err(field_errors(errors, place)),
    }
}

/// An `INVALID_ARGUMENT` that holds all wrong fields. Its description is about the first one.
#[must_use]
pub(crate) fn field_errors(errors: Vec<FieldError>, place: impl Fn(usize) -> String) -> Error {
    let first = errors.first().map(|error| {
        format!(
            "{}, `{}`: {}",
            place(error.index),
            error.field,
            error.reason
        )
    });
    Error::invalid(first.unwrap_or_default()).with_field_errors(errors)
}

fn wrong_fields(
    handlers: &[Handler],
    match_user: bool,
    unreadable: Vec<FieldError>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, handler) in handlers.iter().enumerate() {
        if unreadable.iter().any(|error| error.index == index) {
            continue;
        }
        let earlier = handlers.get(..index).unwrap_or_default();
        let wrong = wrong_fields_of(handler).into_iter();
        let reasons = wrong.chain(repeated(handler, earlier, match_user));
        errors.extend(reasons.map(|(field, reason)| FieldError {
            index,
            field,
            reason,
        }));
    }
    unreadable.into_iter().chain(errors).collect()
}

type Reason = (&'static str, String);

fn wrong_fields_of(handler: &Handler) -> Vec<Reason> {
    let mut wrong = Vec::new();
    let mut add = |is_wrong: bool, field, reason: &str| {
        if is_wrong {
            wrong.push((field, reason.to_owned()));
        }
    };
    add(
        handler.event.is_empty(),
        "event",
        "is empty: give a code such as `ONCRMLEADADD`",
    );
    add(
        !handler.is_offline() && handler.url().is_empty(),
        "handler",
        "is missing: give an absolute http or https URL",
    );
    add(
        handler.is_offline() && handler.handler.is_some(),
        "handler",
        "an offline handler has no URL: leave it out",
    );
    add(
        handler.is_offline() && handler.auth_type.is_some(),
        "authType",
        "an offline handler has no user: leave it out",
    );
    wrong
}

fn repeated(handler: &Handler, earlier: &[Handler], match_user: bool) -> Option<Reason> {
    let twin = earlier
        .iter()
        .position(|one| one.is_same(handler, match_user))?;
    Some(("event", format!("repeats entry {twin}: leave one out")))
}
