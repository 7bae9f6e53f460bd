//! Reads handlers and plans that a caller gives: every field is checked, unknown ones are refused.

use bx24_protocol::handlers::handler::{EventType, Handler};
use bx24_protocol::handlers::plan::{Plan, Step};
use bx24_protocol::handlers::validate::{validate_list, validate_one};
use bx24_protocol::wire::params::Value;
use bx24_protocol::{Error, FieldError};
use wasm_bindgen::{JsCast as _, JsValue};

use super::option_reader::unknown_names;
use super::params::param;
use super::value::{is_list, is_whole, items, member, sendable, shown};

const FIELDS: [&str; 7] = [
    "event",
    "handler",
    "authType",
    "eventType",
    "authConnector",
    "options",
    "rebind",
];

/// Reads a list of handlers. The error names everything that is wrong with it.
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in `errors` per wrong field.
pub fn handlers(given: &JsValue, match_user: bool) -> Result<Vec<Handler>, Error> {
    let not_a_list = || Error::invalid("give a list of handlers");
    let items = items("handlers", given)?.ok_or_else(not_a_list)?;
    let mut errors = Vec::new();
    let read = items.iter().enumerate();
    let handlers: Vec<Handler> = read
        .map(|(index, item)| read_handler(index, item, &mut errors))
        .collect();
    validate_list(&handlers, match_user, errors)?;
    Ok(handlers)
}

/// Reads one handler.
///
/// # Errors
/// As [`handlers`].
pub fn handler(given: &JsValue) -> Result<Handler, Error> {
    let mut errors = Vec::new();
    let handler = read_handler(0, given, &mut errors);
    validate_one(&handler, errors)?;
    Ok(handler)
}

fn read_handler(index: usize, item: &JsValue, errors: &mut Vec<FieldError>) -> Handler {
    let mut reader = HandlerReader {
        index,
        item,
        errors,
    };
    if !item.is_object() || is_list("handler", item).unwrap_or(true) {
        reader.add_error("event", "give an object".into());
        return Handler::default();
    }
    match unknown_names("handler", item, &FIELDS) {
        Ok(names) => {
            for name in names {
                reader.add_error("event", format!("there is no field `{name}`"));
            }
        }
        Err(error) => {
            reader.add_error("event", error.description().to_owned());
            return Handler::default();
        }
    }
    Handler {
        event: reader.text("event").unwrap_or_default(),
        handler: reader.text("handler"),
        auth_type: reader.user(),
        event_type: reader.event_type(),
        auth_connector: reader.text("authConnector"),
        options: reader.options(),
        rebind: reader.rebind(),
    }
}

/// Reads one handler, and notes what is wrong with it.
struct HandlerReader<'a> {
    index: usize,
    item: &'a JsValue,
    errors: &'a mut Vec<FieldError>,
}

impl HandlerReader<'_> {
    fn add_error(&mut self, field: &'static str, reason: String) {
        self.errors.push(FieldError {
            index: self.index,
            field,
            reason,
        });
    }

    /// The value of a field; `None` if it is undefined, or throws when it is read, which is noted.
    fn get(&mut self, field: &'static str) -> Option<JsValue> {
        match member(self.item, field) {
            Ok(value) => (!value.is_undefined()).then_some(value),
            Err(error) => {
                self.add_error(field, error.description().to_owned());
                None
            }
        }
    }

    /// Notes that a field's value is wrong.
    fn refuse(&mut self, field: &'static str, reason: &str, value: &JsValue) {
        self.add_error(field, format!("{reason}, not `{}`", shown(value)));
    }

    fn text(&mut self, field: &'static str) -> Option<String> {
        let value = self.get(field)?;
        if !value.is_string() {
            self.refuse(field, "give a string", &value);
            return None;
        }
        match sendable(field, value.unchecked_ref()) {
            Ok(text) => Some(text),
            Err(error) => {
                self.refuse(field, error.description(), &value);
                None
            }
        }
    }

    fn user(&mut self) -> Option<i64> {
        let value = self.get("authType")?;
        let number = value.as_f64().filter(|number| is_whole(*number));
        if number.is_none() && !value.is_null() {
            self.refuse("authType", "give a user's whole number", &value);
        }
        number.map(|number| number as i64)
    }

    fn event_type(&mut self) -> EventType {
        match self.text("eventType").as_deref() {
            Some("offline") => EventType::Offline,
            None | Some("online") => EventType::Online,
            Some(other) => {
                self.refuse("eventType", "give `online` or `offline`", &other.into());
                EventType::Online
            }
        }
    }

    fn options(&mut self) -> Option<Value> {
        let value = self.get("options")?;
        match param("options", &value) {
            Ok(options) => Some(options),
            Err(error) => {
                self.refuse("options", error.description(), &value);
                None
            }
        }
    }

    fn rebind(&mut self) -> bool {
        let Some(value) = self.get("rebind") else {
            return false;
        };
        let flag = value.as_bool();
        if flag.is_none() {
            self.refuse("rebind", "give true or false", &value);
        }
        flag == Some(true)
    }
}

/// Reads a plan that `plan` made.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else.
pub fn plan(given: &JsValue) -> Result<Plan, Error> {
    let mut plan = Plan {
        bind: steps(given, "bind")?,
        unbind: steps(given, "unbind")?,
        keep: steps(given, "keep")?,
        refused: steps(given, "refused")?,
        ..Plan::default()
    };
    let refused = plan.refused.iter().enumerate();
    plan.errors = refused
        .map(|(index, step)| FieldError {
            index,
            field: "handler",
            reason: step.reason.clone(),
        })
        .collect();
    Ok(plan)
}

fn steps(plan: &JsValue, name: &str) -> Result<Vec<Step>, Error> {
    let not_a_plan = || Error::invalid("give a list of handlers, or what `plan` gave");
    let list = member(plan, name).map_err(|_| not_a_plan())?;
    let items = items(name, &list)?.ok_or_else(not_a_plan)?;
    items.iter().map(step).collect()
}

fn step(given: &JsValue) -> Result<Step, Error> {
    let member = |name| member(given, name).unwrap_or_default();
    Ok(Step {
        handler: handler(&member("handler"))?,
        reason: member("reason").as_string().unwrap_or_default(),
    })
}
