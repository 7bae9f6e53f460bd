//! A list of handlers, checked before anything is asked or sent.

use crate::error::{Error, FieldError};
use crate::handlers::handler::Handler;
use crate::text::{digits, fill};

/// Where in a list it is that something is wrong.
pub const LIST: &str = "the list of handlers is wrong: entry %";
/// That it is wrong, of a handler given alone.
pub const ONE: &str = "the handler is wrong";

/// Refuses a list with wrong fields, all of them at once; `shapes` are those already found
/// wrong: entries that hold them are not judged again. `place` is [`LIST`] or [`ONE`].
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in `errors` per wrong field.
pub fn validate(
    handlers: &[Handler],
    match_user: bool,
    shapes: Vec<FieldError>,
    place: &str,
) -> Result<(), Error> {
    let mut errors = shapes;
    let known = errors.len();
    for (index, handler) in handlers.iter().enumerate() {
        if errors.iter().take(known).any(|error| error.index == index) {
            continue;
        }
        let mut wrong = |field, reason: String| {
            errors.push(FieldError {
                index,
                field,
                reason,
            });
        };
        if handler.event.is_empty() {
            wrong(
                "event",
                "is empty: give a code such as `ONCRMLEADADD`".into(),
            );
        }
        if !handler.offline() {
            if handler.url().is_empty() {
                let reason = "is missing: give an absolute http or https URL";
                wrong("handler", reason.into());
            }
        } else {
            if handler.handler.is_some() {
                let reason = "an offline handler has no URL: leave it out";
                wrong("handler", reason.into());
            }
            if handler.auth_type.is_some() {
                let reason = "an offline handler has no user: leave it out";
                wrong("authType", reason.into());
            }
        }
        let mut earlier = handlers.iter().take(index);
        if let Some(twin) = earlier.position(|one| one.same(handler, match_user)) {
            let reason = "repeats entry %: leave one out";
            wrong("event", fill(reason, &[&digits(twin as i64)]));
        }
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(listed(place, errors)),
    }
}

/// An `INVALID_ARGUMENT` that tells place, field and reason of the first of several wrong fields,
/// and holds them all; a `%` in `place` stands for its index.
#[must_use]
pub(crate) fn listed(place: &str, errors: Vec<FieldError>) -> Error {
    let first = errors.first().map(|error| {
        let index = digits(error.index as i64);
        let place = fill(place, &[&index]);
        fill("%, `%`: %", &[&place, error.field, &error.reason])
    });
    let mut error = Error::invalid("%", &[&first.unwrap_or_default()]);
    error.errors = errors.into();
    error
}
