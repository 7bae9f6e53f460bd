//! Handlers as JavaScript writes them: every field checked, every unknown one refused by name.

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};

use super::options::{every, shown};
use crate::browser::object::{get, text as string};
use crate::browser::value::{from_js, text};
use crate::core::handler::{EventType, Handler};
use crate::core::plan::{Plan, Step};
use crate::core::text::fill;
use crate::core::validate::{LIST, ONE, validate};
use crate::core::{Error, FieldError};

const FIELDS: [&str; 7] = [
    "event",
    "handler",
    "authType",
    "eventType",
    "authConnector",
    "options",
    "rebind",
];

/// Reads a list and refuses all that is wrong in it, at once.
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in `errors` per wrong field.
pub fn list(given: &JsValue, match_user: bool) -> Result<Vec<Handler>, Error> {
    if !Array::is_array(given) {
        return Err(Error::invalid(
            "the wanted handlers are given as a list",
            &[],
        ));
    }
    let mut errors = Vec::new();
    let mut handlers = Vec::new();
    for item in given.unchecked_ref::<Array>().iter() {
        let handler = read(handlers.len(), &item, &mut errors);
        handlers.push(handler);
    }
    validate(&handlers, match_user, errors, LIST)?;
    Ok(handlers)
}

/// Reads one handler.
///
/// # Errors
/// As [`list`].
pub fn one(given: &JsValue) -> Result<Handler, Error> {
    let mut errors = Vec::new();
    let handler = read(0, given, &mut errors);
    validate(std::slice::from_ref(&handler), true, errors, ONE)?;
    Ok(handler)
}

fn read(index: usize, item: &JsValue, errors: &mut Vec<FieldError>) -> Handler {
    let mut handler = Handler::default();
    let mut wrong = |field, reason: &str| {
        errors.push(FieldError {
            index,
            field,
            reason: reason.into(),
        })
    };
    let read = every(item, &mut |name, value| {
        match FIELDS.iter().find(|known| **known == name) {
            None => wrong("event", &fill("there is no field `%`", &[name])),
            Some(_) if value.is_undefined() => {}
            Some(field) => {
                if let Err(reason) = set(&mut handler, field, value) {
                    wrong(field, &fill("%, not `%`", &[&reason, &shown(value)]));
                }
            }
        }
        Ok(())
    });
    if read.is_err() {
        wrong("event", "a handler is given as an object");
    }
    handler
}

fn set(handler: &mut Handler, field: &str, value: &JsValue) -> Result<(), String> {
    let text = || match value.is_string() {
        true => text(field, value).map_err(|error| error.description.clone()),
        false => Err("give a string".into()),
    };
    match field {
        "event" => handler.event = text()?,
        "handler" => handler.handler = Some(text()?),
        "authConnector" => handler.auth_connector = Some(text()?),
        "rebind" => handler.rebind = value.as_bool().ok_or("give true or false")?,
        "options" => {
            handler.options =
                Some(from_js(field, value).map_err(|error| error.description.clone())?)
        }
        "eventType" => {
            handler.event_type = match text()?.as_str() {
                "online" => EventType::Online,
                "offline" => EventType::Offline,
                _ => return Err("give `online` or `offline`".into()),
            }
        }
        _ if *value == JsValue::NULL => {}
        _ => {
            let number = value.as_f64().filter(|number| whole(*number));
            handler.auth_type = Some(number.ok_or("give a user's whole number")? as i64);
        }
    }
    Ok(())
}

/// A number that JavaScript counts with.
pub(super) fn whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0
}

/// Reads a plan that [`plan`] made.
///
/// # Errors
/// `INVALID_ARGUMENT` where it is none.
pub fn read_plan(given: &JsValue) -> Result<Plan, Error> {
    let refused = steps(given, "refused")?;
    let mut errors = Vec::new();
    for (index, step) in refused.iter().enumerate() {
        errors.push(FieldError {
            index,
            field: "handler",
            reason: step.reason.clone(),
        });
    }
    Ok(Plan {
        errors,
        bind: steps(given, "bind")?,
        unbind: steps(given, "unbind")?,
        keep: steps(given, "keep")?,
        refused,
        ..Plan::default()
    })
}

fn steps(plan: &JsValue, name: &str) -> Result<Vec<Step>, Error> {
    let list = get(plan, name);
    if !Array::is_array(&list) {
        return Err(Error::invalid(
            "give the list of wanted handlers, or what `plan` gave",
            &[],
        ));
    }
    let mut steps = Vec::new();
    for step in list.unchecked_ref::<Array>().iter() {
        let handler = one(&get(&step, "handler"))?;
        let reason = string(&step, "reason");
        steps.push(Step { handler, reason });
    }
    Ok(steps)
}
