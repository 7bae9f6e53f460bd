//! Reads handlers and plans that a caller gives: every field is checked, unknown ones are refused.

use std::borrow::Cow;

use bx24_protocol::calls::settings::unknown_name;
use bx24_protocol::handlers::handler::{EventType, Handler};
use bx24_protocol::handlers::plan::{Plan, Step};
use bx24_protocol::handlers::validate::{
    validate_bind, validate_list, validate_plan, validate_unbind,
};
use bx24_protocol::wire::params::Value;
use bx24_protocol::{Error, FieldError};
use wasm_bindgen::{JsCast as _, JsValue};

use super::option_reader::unknown_names;
use super::params::param;
use super::value::{is_list, is_whole, items, kind_of, member, sendable, shown};

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
    let not_a_list = || {
        let given = shown(given);
        Error::invalid(format!("give a list of handlers, not {given}"))
    };
    let items = items("handlers", given)?.ok_or_else(not_a_list)?;
    let mut errors = Vec::new();
    let read = items.iter().enumerate();
    let handlers: Vec<Handler> = read
        .map(|(index, item)| read_handler(None, index, item, &mut errors))
        .collect();
    validate_list(&handlers, match_user, errors)?;
    Ok(handlers)
}

/// Reads a handler to bind.
///
/// # Errors
/// As [`handlers`].
pub fn handler_to_bind(given: &JsValue) -> Result<Handler, Error> {
    let mut errors = Vec::new();
    let handler = read_handler(None, 0, given, &mut errors);
    validate_bind(&handler, errors)?;
    Ok(handler)
}

/// Reads a handler to unbind.
///
/// # Errors
/// As [`handlers`].
pub fn handler_to_unbind(given: &JsValue) -> Result<Handler, Error> {
    let mut errors = Vec::new();
    let handler = read_handler(None, 0, given, &mut errors);
    validate_unbind(&handler, errors)?;
    Ok(handler)
}

fn read_handler(
    list: Option<&'static str>,
    index: usize,
    item: &JsValue,
    errors: &mut Vec<FieldError>,
) -> Handler {
    let mut reader = HandlerReader {
        list,
        index,
        item,
        errors,
    };
    if !item.is_object() || is_list("handler", item).unwrap_or(true) {
        let kind = kind_of(item);
        let reason = format!("give a handler such as `{{ event, handler }}`, not {kind}");
        reader.add_error("", reason);
        return Handler::default();
    }
    match unknown_names("handler", item, &FIELDS) {
        Ok(names) => {
            for name in names {
                let reason = unknown_name("field", &name, &FIELDS);
                reader.add_error(name, reason);
            }
        }
        Err(error) => {
            reader.add_error("", error.description().to_owned());
            return Handler::default();
        }
    }
    reader.handler()
}

/// Reads one handler, and notes what is wrong with it.
struct HandlerReader<'a> {
    list: Option<&'static str>,
    index: usize,
    item: &'a JsValue,
    errors: &'a mut Vec<FieldError>,
}

impl HandlerReader<'_> {
    fn handler(&mut self) -> Handler {
        Handler {
            event: self.text("event").unwrap_or_default(),
            handler: self.text("handler"),
            auth_type: self.user(),
            event_type: self.event_type(),
            auth_connector: self.text("authConnector"),
            options: self.options(),
            rebind: self.rebind(),
        }
    }

    fn add_error(&mut self, field: impl Into<Cow<'static, str>>, reason: String) {
        self.errors.push(FieldError {
            list: self.list,
            index: self.index,
            field: field.into(),
            reason,
        });
    }

    /// The value of a field; `None` if it is undefined, or throws when it is read, which is noted.
    fn get(&mut self, field: &'static str) -> Option<JsValue> {
        let value = member(self.item, field);
        self.noted(field, value)
            .filter(|value| !value.is_undefined())
    }

    /// What was read; `None` if it was not, which is noted.
    fn noted<T>(&mut self, field: &'static str, read: Result<T, Error>) -> Option<T> {
        read.map_err(|error| self.add_error(field, error.description().to_owned()))
            .ok()
    }

    /// Notes that a field's value is wrong.
    fn refuse(&mut self, field: &'static str, wanted: &str, given: &str) {
        self.add_error(field, format!("`{field}` must be {wanted}, not {given}"));
    }

    fn text(&mut self, field: &'static str) -> Option<String> {
        let value = self.get(field)?;
        if !value.is_string() {
            self.refuse(field, "a string", kind_of(&value));
            return None;
        }
        let text = sendable(field, value.unchecked_ref());
        self.noted(field, text)
    }

    /// A user's number, also as digits in a text.
    fn user(&mut self) -> Option<i64> {
        let value = self.get("authType")?;
        let number = value.as_f64().filter(|number| is_whole(*number));
        let digits = || value.as_string()?.trim().parse().ok();
        let user = number.map(|number| number as i64).or_else(digits);
        if user.is_none() && !value.is_null() {
            self.refuse("authType", "a user ID (a whole number)", &shown(&value));
        }
        user
    }

    fn event_type(&mut self) -> EventType {
        match self.text("eventType").as_deref() {
            Some("offline") => EventType::Offline,
            None | Some("online") => EventType::Online,
            Some(other) => {
                self.refuse("eventType", "`online` or `offline`", &format!("`{other}`"));
                EventType::Online
            }
        }
    }

    fn options(&mut self) -> Option<Value> {
        let value = self.get("options")?;
        self.noted("options", param("options", &value))
    }

    fn rebind(&mut self) -> bool {
        let Some(value) = self.get("rebind") else {
            return false;
        };
        let flag = value.as_bool();
        if flag.is_none() {
            self.refuse("rebind", "true or false", &shown(&value));
        }
        flag == Some(true)
    }
}

/// Reads a plan that `plan` made.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything else, with one entry in `errors` per wrong field.
pub fn plan(given: &JsValue) -> Result<Plan, Error> {
    let mut errors = Vec::new();
    let mut read = |list| steps(given, list, &mut errors);
    let plan = Plan {
        bind: read("bind")?,
        unbind: read("unbind")?,
        keep: read("keep")?,
        refused: read("refused")?,
        ..Plan::default()
    };
    validate_plan(&plan, errors)?;
    Ok(plan)
}

fn steps(
    plan: &JsValue,
    list: &'static str,
    errors: &mut Vec<FieldError>,
) -> Result<Vec<Step>, Error> {
    let not_a_plan = || {
        let given = shown(plan);
        Error::invalid(format!(
            "give a list of handlers, or what `plan` gave, not {given}"
        ))
    };
    let given = member(plan, list).map_err(|_| not_a_plan())?;
    let items = items(list, &given)?.ok_or_else(not_a_plan)?;
    let steps = items.iter().enumerate().map(|(index, item)| {
        let member = |name| member(item, name).unwrap_or_default();
        Step {
            handler: read_handler(Some(list), index, &member("handler"), errors),
            reason: member("reason").as_string().unwrap_or_default(),
            field: member("field").as_string().map(Cow::Owned),
        }
    });
    Ok(steps.collect())
}
