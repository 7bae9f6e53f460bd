//! Checks handlers, lists of them and plans before anything is asked or sent.

use super::handler::Handler;
use super::plan::Plan;
use crate::error::{Error, FieldError};
use crate::wire::handler_url::why_unsound;

/// Refuses a list of wanted handlers with wrong fields, all of them at once. `unreadable` are those
/// that could not be read at all.
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in [`Error::field_errors`] per wrong field.
pub fn validate_list(
    handlers: &[Handler],
    match_user: bool,
    unreadable: Vec<FieldError>,
) -> Result<(), Error> {
    let mut errors = unreadable;
    for (index, handler) in handlers.iter().enumerate() {
        let earlier = handlers.get(..index).unwrap_or_default();
        let mut wrong = wrong_fields(handler);
        wrong.extend(unsound_url(handler));
        wrong.extend(repeated(handler, earlier, match_user));
        note(&mut errors, None, index, wrong);
    }
    errors.sort_by_key(|error| error.index);
    refuse(errors, |error| {
        format!("{}: {}", error.place(), error.reason)
    })
}

/// Refuses a handler to bind that has wrong fields, like [`validate_list`].
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in [`Error::field_errors`] per wrong field.
pub fn validate_bind(handler: &Handler, unreadable: Vec<FieldError>) -> Result<(), Error> {
    let mut wrong = wrong_fields(handler);
    wrong.extend(unsound_url(handler));
    validate_one(wrong, unreadable)
}

/// Refuses a handler to unbind that has wrong fields. Whatever URL is bound can be unbound.
///
/// # Errors
/// As [`validate_bind`].
pub fn validate_unbind(handler: &Handler, unreadable: Vec<FieldError>) -> Result<(), Error> {
    validate_one(wrong_fields(handler), unreadable)
}

fn validate_one(wrong: Vec<Reason>, unreadable: Vec<FieldError>) -> Result<(), Error> {
    let mut errors = unreadable;
    note(&mut errors, None, 0, wrong);
    refuse(errors, |error| error.reason.clone())
}

/// Refuses a plan with wrong fields, like [`validate_list`]. The errors name the plan's lists.
///
/// # Errors
/// As [`validate_bind`].
pub fn validate_plan(plan: &Plan, unreadable: Vec<FieldError>) -> Result<(), Error> {
    let mut errors = unreadable;
    for (list, steps) in [
        ("bind", &plan.bind),
        ("unbind", &plan.unbind),
        ("keep", &plan.keep),
        ("refused", &plan.refused),
    ] {
        for (index, step) in steps.iter().enumerate() {
            let mut wrong = wrong_fields(&step.handler);
            wrong.extend(unsound_url(&step.handler).filter(|_| list == "bind"));
            note(&mut errors, Some(list), index, wrong);
        }
    }
    refuse(errors, |error| {
        format!("{}: {}", error.place(), error.reason)
    })
}

/// Adds what is wrong with an entry. An entry or an `eventType` that could not be read says nothing
/// about the entry's other fields.
fn note(
    errors: &mut Vec<FieldError>,
    list: Option<&'static str>,
    index: usize,
    wrong: Vec<Reason>,
) {
    let is_here = |error: &&FieldError| error.list == list && error.index == index;
    let known: Vec<FieldError> = errors.iter().filter(is_here).cloned().collect();
    for (field, reason) in wrong {
        let hides =
            |error: &FieldError| matches!(&*error.field, "" | "eventType") || error.field == field;
        if !known.iter().any(hides) {
            errors.push(FieldError {
                list,
                index,
                field: field.into(),
                reason,
            });
        }
    }
}

/// Refuses what has wrong fields: the error tells the first one and holds them all.
pub(crate) fn refuse(
    errors: Vec<FieldError>,
    sentence: impl Fn(&FieldError) -> String,
) -> Result<(), Error> {
    let Some(first) = errors.first() else {
        return Ok(());
    };
    let more = match errors.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more in `errors`)"),
    };
    let description = sentence(first) + &more;
    Err(Error::invalid(description).with_field_errors(errors))
}

type Reason = (&'static str, String);

fn wrong_fields(handler: &Handler) -> Vec<Reason> {
    let mut wrong = Vec::new();
    let mut add = |is_wrong: bool, field, reason: &str| {
        if is_wrong {
            wrong.push((field, reason.to_owned()));
        }
    };
    add(
        handler.event.is_empty(),
        "event",
        "`event` is empty: give a code such as `ONCRMLEADADD`",
    );
    add(
        !handler.is_offline() && handler.url().is_empty(),
        "handler",
        "`handler` is missing: give an absolute http or https URL",
    );
    add(
        handler.is_offline() && handler.handler.is_some(),
        "handler",
        "an offline handler has no URL: leave `handler` out",
    );
    add(
        handler.is_offline() && handler.auth_type.is_some(),
        "authType",
        "an offline handler has no user: leave `authType` out",
    );
    wrong
}

fn unsound_url(handler: &Handler) -> Option<Reason> {
    why_unsound(handler.url()).map(|reason| ("handler", reason.to_owned()))
}

fn repeated(handler: &Handler, earlier: &[Handler], match_user: bool) -> Option<Reason> {
    let twin = earlier
        .iter()
        .position(|one| one.is_same(handler, match_user))?;
    Some((
        "event",
        format!("is the same handler as entry {twin}: leave one out"),
    ))
}
